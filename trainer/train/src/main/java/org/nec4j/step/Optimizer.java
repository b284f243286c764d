package org.nec4j.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.Parameter;

/**
 * Moves the graph's parameters by DL4J's updaters. Adds what DL4J has not: clipping by the norm over the whole network, and
 * accumulation over several batches. Only the stretches of the flat vectors that train are touched.
 */
public final class Optimizer {
    private final Kernels kernels;
    private final ComputationGraph graph;
    private final Optional<Double> clipNorm;
    private final List<Stretch> stretches = new ArrayList<>();

    /** A run of neighbouring tensors that train; the auxiliary ones are not part of the network's gradient norm. */
    private record Stretch(INDArray parameters, INDArray gradients, INDArray sum, boolean auxiliary) {}

    /**
     * For the graph's tensors that train.
     *
     * @param layers     the graph's layers in order
     * @param accumulate batches whose gradients make one step
     * @param kernels    what computes
     */
    public Optimizer(
            ComputationGraph graph,
            Iterable<FusedLayer> layers,
            Optional<Double> clipNorm,
            int accumulate,
            Kernels kernels) {
        this.graph = graph;
        this.kernels = kernels;
        this.clipNorm = clipNorm;
        graph.initGradientsView();
        INDArray parameters = graph.params().reshape(graph.params().length());
        INDArray gradients = graph.getGradientsViewArray().reshape(parameters.length());
        long offset = 0;
        long begin = 0;
        boolean open = false;
        boolean auxiliary = false;
        for (FusedLayer layer : layers) {
            for (Parameter parameter : layer.parameters()) {
                boolean trains = layer.trains(parameter.key());
                boolean isAuxiliary = parameter.auxiliary();
                if (open && (!trains || isAuxiliary != auxiliary)) {
                    add(parameters, gradients, begin, offset, auxiliary, accumulate);
                    open = false;
                }
                if (trains && !open) {
                    begin = offset;
                    auxiliary = isAuxiliary;
                    open = true;
                }
                offset += parameter.length();
            }
        }
        if (open) {
            add(parameters, gradients, begin, offset, auxiliary, accumulate);
        }
    }

    private void add(INDArray parameters, INDArray gradients, long begin, long end, boolean auxiliary, int accumulate) {
        INDArray sum = accumulate > 1
                ? Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', end - begin)
                : Nd4j.empty(DataType.FLOAT);
        stretches.add(new Stretch(
                parameters.get(NDArrayIndex.interval(begin, end)),
                gradients.get(NDArrayIndex.interval(begin, end)),
                sum,
                auxiliary));
    }

    /** A copy of all numbers that train. */
    float[] parameters() {
        return copied(Stretch::parameters);
    }

    /** Puts these in place of all numbers that train. */
    void parametersAre(float[] values) {
        put(values, Stretch::parameters);
    }

    /** A copy of the gradients of all numbers that train. */
    float[] gradient() {
        return copied(Stretch::gradients);
    }

    /** Puts these in place of the gradients of all numbers that train. */
    void gradientIs(float[] values) {
        put(values, Stretch::gradients);
    }

    private float[] copied(Function<Stretch, INDArray> of) {
        float[] all = new float[Math.toIntExact(trainable())];
        int offset = 0;
        for (Stretch stretch : stretches) {
            float[] part = kernels.copies().of(of.apply(stretch));
            System.arraycopy(part, 0, all, offset, part.length);
            offset += part.length;
        }
        return all;
    }

    private void put(float[] values, Function<Stretch, INDArray> into) {
        if (values.length != trainable()) {
            throw new IllegalArgumentException(values.length + " numbers for " + trainable() + " that train");
        }
        int offset = 0;
        for (Stretch stretch : stretches) {
            INDArray array = into.apply(stretch);
            int end = offset + Math.toIntExact(array.length());
            kernels.copies().into(array, Arrays.copyOfRange(values, offset, end));
            offset = end;
        }
    }

    /** Takes the gradients of the batch that was just computed into the step's mean. */
    void accumulate(int batch, int of) {
        if (of == 1) {
            return;
        }
        for (Stretch stretch : stretches) {
            if (batch == 0) {
                kernels.elements().copy(stretch.gradients, stretch.sum);
            } else {
                kernels.elements().add(stretch.gradients, stretch.sum);
            }
            if (batch == of - 1) {
                kernels.elements().divide(of, stretch.sum);
                kernels.elements().copy(stretch.sum, stretch.gradients);
            }
        }
    }

    /** The l2 norm of the network's gradient, auxiliary tensors left out. */
    public double gradientNorm() {
        return norm(Stretch::gradients);
    }

    /** The l2 norm of what the last step took from the network's parameters, auxiliary tensors left out. */
    double updateNorm() {
        return norm(Stretch::gradients);
    }

    /** The l2 norm of the network's parameters that train, auxiliary tensors left out. */
    double parameterNorm() {
        return norm(Stretch::parameters);
    }

    private double norm(Function<Stretch, INDArray> of) {
        double squares = 0;
        for (Stretch stretch : stretches) {
            if (!stretch.auxiliary) {
                squares += kernels.updates().squares(of.apply(stretch));
            }
        }
        return Math.sqrt(squares);
    }

    /** Clips, turns gradients into updates and applies them; the graph's gradient vector holds the updates afterwards. */
    public void step(int iteration, int epoch, double gradientNorm) {
        if (clipNorm.isPresent() && gradientNorm > clipNorm.get()) {
            // PyTorch's clip_grad_norm_ adds the same 1e-6.
            double scale = clipNorm.get() / (gradientNorm + 1e-6);
            stretches.stream().filter(s -> !s.auxiliary).forEach(s -> kernels.elements()
                    .scale(scale, s.gradients));
        }
        // The whole vector as one: who computed it may have been another process, of which this graph knows nothing.
        graph.getUpdater(true)
                .update(
                        new DefaultGradient(graph.getGradientsViewArray()),
                        iteration,
                        epoch,
                        1,
                        LayerWorkspaceMgr.noWorkspaces());
        stretches.forEach(s -> kernels.elements().addScaled(-1, s.gradients, s.parameters));
    }

    /** Numbers that train. */
    public long trainable() {
        return stretches.stream().mapToLong(s -> s.parameters.length()).sum();
    }
}
