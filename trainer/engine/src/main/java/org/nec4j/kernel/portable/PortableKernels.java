package org.nec4j.kernel.portable;

import org.nec4j.kernel.AttentionKernels;
import org.nec4j.kernel.ComposedGrids;
import org.nec4j.kernel.ComposedSensing;
import org.nec4j.kernel.ComposedTransforms;
import org.nec4j.kernel.ComposedWindows;
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

/**
 * The kernels as ND4J operations only: they run on every backend, in float32 and in float64, and are what tests measure the
 * fast ones against. Temporaries lie in a workspace of their own that is used again by the next call.
 */
public final class PortableKernels implements Kernels {
    private final CopyKernels copies = new PortableCopies();
    private final ElementKernels elements = new PortableElements();
    private final LinearKernels linear = new PortableLinear();
    private final LayerNormKernels layerNorm = new PortableLayerNorm();
    private final AttentionKernels attention = new PortableAttention();
    private final PoolKernels pool = new PortablePool();
    private final TokenKernels tokens = new PortableTokens();
    private final PatchKernels patches = new PortablePatches();
    private final MapKernels maps = new PortableMaps();
    private final LossKernels losses = new PortableLosses();
    private final DensityKernel density = new PortableDensityKernel();
    private final GaussianKernel gaussian = new PortableGaussianKernel();
    private final TransformKernels transforms = new ComposedTransforms(new PortableAccess());
    private final SensingKernels sensing = new ComposedSensing(new PortableAccess());
    private final WindowKernels windows = new ComposedWindows(new PortableAccess());
    private final GridKernels grids = new ComposedGrids(new PortableAccess());
    private final UpdateKernels updates = new PortableUpdates();
    private final String reason;

    /** @param reason why no faster kernels serve here, a clause such as "no Vector API module" */
    public PortableKernels(String reason) {
        this.reason = reason;
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
        return "portable ND4J operations (" + reason + ")";
    }
}
