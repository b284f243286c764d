package org.nec4j.kernel;

/**
 * All that touches the elements of arrays, by subject. Whoever writes a backend implements these interfaces, all of them or those
 * that pay, and takes the others from the portable implementation; whoever computes is handed one of these and asks for nothing else.
 *
 * <p>Arrays are handles: where their elements lie is the implementation's business. They get there by {@link CopyKernels} or as the
 * result of a kernel, and are read back by {@link CopyKernels}; between the two nobody else looks at them. Every array is c-ordered
 * and contiguous, of float32 (the portable kernels take float64 too); leading dimensions are flattened, so a {@code [B, T, D]}
 * activation may stand where {@code [R, D]} with R = B*T is written. Outputs are overwritten, never added to, unless said. Weights
 * are laid out as PyTorch's {@code Linear}: {@code [out, in]}. Scratch memory is kept and used again, so that memory stays flat over
 * any number of calls. Same arguments give the same bits, whatever the number of threads. A NaN in an argument reaches every output
 * that depends on it.
 */
public interface Kernels {
    /** Between Java's arrays and these. */
    CopyKernels copies();

    /** Elementwise passes. */
    ElementKernels elements();

    /** Linear layers, with what is fused to them. */
    LinearKernels linear();

    /** Layer norm. */
    LayerNormKernels layerNorm();

    /** Self-attention. */
    AttentionKernels attention();

    /** Attention pooling. */
    PoolKernels pool();

    /** Moving tokens about: masking, unmasking, class tokens, columns. */
    TokenKernels tokens();

    /** Images as patches. */
    PatchKernels patches();

    /** Square maps, channels last: convolutions and batch norm. */
    MapKernels maps();

    /** Losses with their gradients. */
    LossKernels losses();

    /** The factorized density. */
    DensityKernel density();

    /** The Gaussian conditional. */
    GaussianKernel gaussian();

    /** Transform coding. */
    TransformKernels transforms();

    /** Compressed sensing and its recovery. */
    SensingKernels sensing();

    /** What convolutions see of maps of any size. */
    WindowKernels windows();

    /** Divisive normalization and vector quantization. */
    GridKernels grids();

    /** Learning of codes by their distances. */
    MetricKernels metrics();

    /** What an optimizer does. */
    UpdateKernels updates();

    /** The implementation in one phrase for start-up messages and run folders, such as "Vector API, 256 bit, 2 threads". */
    String description();
}
