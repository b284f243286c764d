package org.nec4j.grid;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.GridKernels;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.Scratch;

/**
 * Generalized divisive normalization inside a layer (Ballé et al., arXiv 1511.06281): y_i = x_i / sqrt(beta_i + Σ_j gamma_ij x_j²) in every pixel,
 * or times that root for the inverse. Stored are values that squares and bounds keep positive, as CompressAI stores them.
 */
final class DivisiveNorm {
    /** Keys of the two tensors. */
    static final String BETA = "beta";

    static final String GAMMA = "gamma";

    private final boolean inverse;
    private final Function<String, INDArray> tensors;
    private final Scratch saved;
    private final Supplier<LayerContext> context;

    DivisiveNorm(boolean inverse, Function<String, INDArray> tensors, Scratch saved, Supplier<LayerContext> context) {
        this.inverse = inverse;
        this.tensors = tensors;
        this.saved = saved;
        this.context = context;
    }

    static List<Parameter> parameters(String prefix, long channels) {
        return List.of(
                new Parameter(BETA, prefix + BETA, channels), new Parameter(GAMMA, prefix + GAMMA, channels, channels));
    }

    /** y from x, both [.., C]. */
    void forward(INDArray x, INDArray y) {
        grids().bounded(tensors.apply(BETA), GridKernels.BETA_BOUND, used(BETA));
        grids().bounded(tensors.apply(GAMMA), GridKernels.GAMMA_BOUND, used(GAMMA));
        kernels().linear().forward(squares(x), used(GAMMA), used(BETA), norms(x));
        grids().divide(x, norms(x), inverse, y);
    }

    /** dx and the gradients of both tensors from dy; dx may be dy. */
    void backward(INDArray dy, INDArray x, INDArray dbeta, INDArray dgamma, INDArray dx) {
        INDArray dnorms = temporary("dnorms", x.shape());
        grids().divideBackward(dy, x, norms(x), inverse, dnorms, dx);
        kernels().linear().backwardWeights(dnorms, squares(x), dgamma, dbeta);
        grids().boundedBackward(dbeta, tensors.apply(BETA), GridKernels.BETA_BOUND, dbeta);
        grids().boundedBackward(dgamma, tensors.apply(GAMMA), GridKernels.GAMMA_BOUND, dgamma);
        INDArray dsquares = temporary("squares", x.shape());
        kernels().linear().backwardInput(dnorms, used(GAMMA), dsquares);
        grids().addSquareBackward(dsquares, x, dx);
    }

    private INDArray squares(INDArray x) {
        INDArray squares = temporary("squares", x.shape());
        grids().square(x, squares);
        return squares;
    }

    private INDArray norms(INDArray x) {
        return saved.get("norms", x.shape());
    }

    private INDArray used(String key) {
        return saved.get("used." + key, tensors.apply(key).shape());
    }

    private INDArray temporary(String name, long... shape) {
        return context.get().scratch().get("divisive." + name + Arrays.toString(shape), shape);
    }

    private GridKernels grids() {
        return kernels().grids();
    }

    private Kernels kernels() {
        return context.get().kernels();
    }
}
