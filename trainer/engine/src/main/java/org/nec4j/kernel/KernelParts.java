package org.nec4j.kernel;

/** Kernels of parts, one for each subject of {@link Kernels}, which says what they are: whoever has some of them takes the others from others. */
public record KernelParts(
        CopyKernels copies,
        ElementKernels elements,
        LinearKernels linear,
        LayerNormKernels layerNorm,
        AttentionKernels attention,
        PoolKernels pool,
        TokenKernels tokens,
        PatchKernels patches,
        MapKernels maps,
        LossKernels losses,
        DensityKernel density,
        GaussianKernel gaussian,
        TransformKernels transforms,
        SensingKernels sensing,
        WindowKernels windows,
        GridKernels grids,
        MetricKernels metrics,
        UpdateKernels updates,
        String description)
        implements Kernels {}
