package org.nec4j.nn;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.MapKernels;

/**
 * Batch normalization inside a layer: its four tensors, and which statistics count. In training they are the batch's, and the
 * running ones move towards them as PyTorch's BatchNorm2d moves them (momentum 0.1, unbiased variance).
 */
final class BatchNorming {
    private static final double EPS = 1e-5; // PyTorch's
    private static final double MOMENTUM = 0.1; // PyTorch's
    /** Keys of the tensors that never train. */
    private static final String MEAN = "runningmean";

    private static final String VARIANCE = "runningvar";

    private final String prefix;
    private final boolean relu;
    private final Function<String, INDArray> tensors;
    private final Scratch saved;
    private final Supplier<LayerContext> context;

    /**
     * A norm among a layer's tensors.
     *
     * @param prefix of the keys of its tensors
     * @param relu   whether negative outputs are cut
     */
    BatchNorming(
            String prefix,
            boolean relu,
            Function<String, INDArray> tensors,
            Scratch saved,
            Supplier<LayerContext> context) {
        this.prefix = prefix;
        this.relu = relu;
        this.tensors = tensors;
        this.saved = saved;
        this.context = context;
    }

    /** Gain, bias, and the running statistics, which are no parameters of the loss. */
    static List<Parameter> parameters(String keyPrefix, String namePrefix, long channels) {
        return List.of(
                new Parameter(keyPrefix + "weight", namePrefix + "weight", channels),
                new Parameter(keyPrefix + "bias", namePrefix + "bias", channels),
                new Parameter(keyPrefix + MEAN, namePrefix + "running_mean", channels),
                new Parameter(keyPrefix + VARIANCE, namePrefix + "running_var", channels));
    }

    /** y = norm(x), [.., C]; y may be x only where no backward pass follows. */
    void forward(boolean training, INDArray x, INDArray y) {
        INDArray mean = tensor(MEAN);
        INDArray variance = tensor(VARIANCE);
        if (training) {
            context.get().kernels().maps().statistics(x, mean(), variance());
            double rows = (double) x.length() / x.size(-1);
            move(mean, mean(), 1);
            move(variance, variance(), rows > 1 ? rows / (rows - 1) : 1);
            mean = mean();
            variance = variance();
        }
        context.get().kernels().maps().norm(x, norm(mean, variance), y);
    }

    /** dx and the gradients of gain and bias from dy, after a forward pass in training; dx may be dy. */
    void backward(INDArray dy, INDArray x, INDArray dgain, INDArray dbias, INDArray dx) {
        context.get().kernels().maps().normBackward(dy, x, norm(mean(), variance()), dgain, dbias, dx);
    }

    private MapKernels.Norm norm(INDArray mean, INDArray variance) {
        return new MapKernels.Norm(mean, variance, tensor("weight"), tensor("bias"), EPS, relu);
    }

    private void move(INDArray running, INDArray batch, double scale) {
        context.get().kernels().elements().follow(MOMENTUM, scale, batch, running);
    }

    private INDArray mean() {
        return saved.get(prefix + "mean", tensor("weight").length());
    }

    private INDArray variance() {
        return saved.get(prefix + "variance", tensor("weight").length());
    }

    private INDArray tensor(String key) {
        return tensors.apply(prefix + key);
    }
}
