package org.nec4j.kernel.cpu;

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

/** Kernels that move memory about, for nd4j-native where the Vector API does not serve; all others are handed in. */
final class HostKernels implements Kernels {
    private final Kernels others;
    private final CopyKernels copies;
    private final TokenKernels tokens;
    private final PatchKernels patches;
    private final MapKernels maps;
    private final LossKernels losses;
    private final TransformKernels transforms;
    private final SensingKernels sensing;
    private final WindowKernels windows;
    private final GridKernels grids;

    /**
     * With the threads that all kernels of this process share.
     *
     * @param others what gives all kernels that would need vectors
     */
    HostKernels(Kernels others) {
        Team team = Team.shared();
        this.others = others;
        copies = new HostCopies();
        tokens = new HostTokens();
        patches = new HostPatches(team);
        maps = new HostMaps(team);
        losses = new HostLosses(team);
        transforms = new ComposedTransforms(new HostAccess(team));
        sensing = new ComposedSensing(new HostAccess(team));
        windows = new HostWindows(team);
        grids = new ComposedGrids(new HostAccess(team));
    }

    @Override
    public CopyKernels copies() {
        return copies;
    }

    @Override
    public ElementKernels elements() {
        return others.elements();
    }

    @Override
    public LinearKernels linear() {
        return others.linear();
    }

    @Override
    public LayerNormKernels layerNorm() {
        return others.layerNorm();
    }

    @Override
    public AttentionKernels attention() {
        return others.attention();
    }

    @Override
    public PoolKernels pool() {
        return others.pool();
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
        return others.density();
    }

    @Override
    public GaussianKernel gaussian() {
        return others.gaussian();
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
        return others.updates();
    }

    @Override
    public String description() {
        return others.description();
    }
}
