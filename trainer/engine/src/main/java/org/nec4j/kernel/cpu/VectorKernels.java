package org.nec4j.kernel.cpu;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.nec4j.kernel.AttentionKernels;
import org.nec4j.kernel.ComposedGrids;
import org.nec4j.kernel.ComposedSensing;
import org.nec4j.kernel.ComposedTransforms;
import org.nec4j.kernel.CopyKernels;
import org.nec4j.kernel.DensityKernel;
import org.nec4j.kernel.ElementKernels;
import org.nec4j.kernel.GaussianKernel;
import org.nec4j.kernel.GridKernels;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.LayerNormKernels;
import org.nec4j.kernel.LinearKernels;
import org.nec4j.kernel.LossKernels;
import org.nec4j.kernel.MapKernels;
import org.nec4j.kernel.PatchKernels;
import org.nec4j.kernel.PoolKernels;
import org.nec4j.kernel.SensingKernels;
import org.nec4j.kernel.TokenKernels;
import org.nec4j.kernel.TransformKernels;
import org.nec4j.kernel.UpdateKernels;
import org.nec4j.kernel.WindowKernels;

/** The kernels on OpenBLAS and the Vector API, with threads of our own: for nd4j-native, and only where the module jdk.incubator.vector is. */
final class VectorKernels implements Kernels {
    private final Team team;
    private final CopyKernels copies;
    private final ElementKernels elements;
    private final LinearKernels linear;
    private final LayerNormKernels layerNorm;
    private final AttentionKernels attention;
    private final PoolKernels pool;
    private final TokenKernels tokens;
    private final PatchKernels patches;
    private final MapKernels maps;
    private final LossKernels losses;
    private final DensityKernel density;
    private final GaussianKernel gaussian;
    private final TransformKernels transforms;
    private final SensingKernels sensing;
    private final WindowKernels windows;
    private final GridKernels grids;
    private final UpdateKernels updates;

    /** @param team the threads that share a kernel */
    VectorKernels(Team team) {
        this.team = team;
        copies = new HostCopies();
        elements = new VectorElements(team);
        linear = VectorTile.fits() ? new TileLinear(team) : new VectorLinear(team);
        layerNorm = new VectorNorm(team);
        attention = new VectorAttention(team);
        pool = new VectorPool(team);
        tokens = new HostTokens();
        patches = new HostPatches(team);
        maps = new HostMaps(team);
        losses = new HostLosses(team);
        density = new VectorDensityKernel(team);
        gaussian = new VectorGaussianKernel(team);
        transforms = new ComposedTransforms(new HostAccess(team));
        sensing = new ComposedSensing(new HostAccess(team));
        windows = new HostWindows(team);
        grids = new ComposedGrids(new HostAccess(team));
        updates = new VectorUpdate(team);
        Gemm.singleThreaded();
        // ND4J's own threads would spin for a while after each of its operations, on the processors that the next
        // kernel wants.
        Nd4j.getBackend(); // or the library is not loaded yet
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
    }

    @Override
    public CopyKernels copies() {
        return copies;
    }

    @Override
    public ElementKernels elements() {
        return elements;
    }

    @Override
    public LinearKernels linear() {
        return linear;
    }

    @Override
    public LayerNormKernels layerNorm() {
        return layerNorm;
    }

    @Override
    public AttentionKernels attention() {
        return attention;
    }

    @Override
    public PoolKernels pool() {
        return pool;
    }

    @Override
    public TokenKernels tokens() {
        return tokens;
    }

    @Override
    public PatchKernels patches() {
        return patches;
    }

    @Override
    public MapKernels maps() {
        return maps;
    }

    @Override
    public LossKernels losses() {
        return losses;
    }

    @Override
    public DensityKernel density() {
        return density;
    }

    @Override
    public GaussianKernel gaussian() {
        return gaussian;
    }

    @Override
    public TransformKernels transforms() {
        return transforms;
    }

    @Override
    public SensingKernels sensing() {
        return sensing;
    }

    @Override
    public WindowKernels windows() {
        return windows;
    }

    @Override
    public GridKernels grids() {
        return grids;
    }

    @Override
    public UpdateKernels updates() {
        return updates;
    }

    @Override
    public String description() {
        int bits = VectorMath.SPECIES.vectorBitSize();
        return "Vector API, " + bits + " bit, OpenBLAS, " + team.threads()
                + (team.threads() == 1 ? " thread" : " threads");
    }
}
