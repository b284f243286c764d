package org.nec4j.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.backend.Backend;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.portable.PortableKernels;

/**
 * What every layer of ours must do; a layer's test inherits it and brings a small layer. {@code FusedLayerBatteriesTest} finds layers without.
 *
 * <p>The loss is Σ w y with random w, and what the layer measures; an output layer's is its own score.
 *
 * @param <L> the layer
 */
public abstract class FusedLayerBattery<L extends FusedLayer> {
    private static final double STEP = 1e-5;
    private static final double DECAY = 0.01;
    /** What the loss multiplies a measured term by. */
    private static final double FACTOR = 1.7;

    /** Random ways in which all numbers of a tensor are moved at once; a wrong slope of any one shows in every way. */
    private static final int WAYS = 3;

    private static final LayerWorkspaceMgr ANYWHERE = LayerWorkspaceMgr.noWorkspaces();
    private static final Kernels PORTABLE = PortableKernels.because("in double for finite differences");

    private final Supplier<L> layers;
    private final long[] input;
    private final long[] output;

    /**
     * The battery of a layer.
     *
     * @param layers makes one, nothing of which trains yet
     * @param input  the shape of its input
     * @param output the shape of its output
     */
    protected FusedLayerBattery(Supplier<L> layers, long[] input, long[] output) {
        this.layers = layers;
        this.input = input;
        this.output = output;
    }

    /** A shape, as it is read aloud. */
    protected static long[] shape(long... sides) {
        return sides;
    }

    final L layer() {
        return layers.get();
    }

    /** The shape of its output. */
    protected final long[] output() {
        return output;
    }

    /** Tensors that a loss does not move. */
    protected boolean neverTrains(Parameter parameter) {
        return false;
    }

    /** Numbers of a tensor or the input; drawn ones are normal. */
    protected double[] start(String name, double[] drawn) {
        return drawn;
    }

    /** A number of the input, of so many, that both output and loss depend on. */
    protected int telling(int numbers) {
        return numbers - 1;
    }

    /** Whether the layer computes a gradient for what lies below it: not so where that is an image. */
    protected boolean hasGradientOfItsInput() {
        return true;
    }

    /** Gives a running layer what it needs besides its input. */
    protected void prepare(FusedLayerRuntime<?> running, DataType type) {}

    /** What a tensor's gradient is the slope of, after a forward and a backward pass. */
    protected double loss(String key, FusedLayerRuntime<?> running, INDArray y, INDArray weights) {
        double below =
                running instanceof IOutputLayer ? 0 : y.mul(weights).sumNumber().doubleValue();
        if (running instanceof Measuring measuring) {
            return below + FACTOR * measuring.measured();
        }
        return running instanceof IOutputLayer output ? output.computeScore(0, true, ANYWHERE) : below;
    }

    /** Random numbers that are the same for the same name. */
    protected final INDArray array(String name, DataType type, long... shape) {
        Random random = new Random(name.hashCode());
        double[] drawn = new double[(int) Nd4j.create(shape).length()];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextGaussian();
        }
        return Nd4j.createFromArray(start(name, drawn)).castTo(type).reshape('c', shape);
    }

    @Test
    void shapesAreAsSaid() {
        Running running = everything(Backend.kernels(), DataType.FLOAT);
        Pass pass = running.pass();
        assertThat(pass.y.shape()).isEqualTo(output);
        if (hasGradientOfItsInput()) {
            assertThat(pass.dx.shape()).isEqualTo(input);
        } else {
            assertThat(pass.dx).isNull();
        }
        assertThat(running.layer.numParams())
                .isEqualTo(layer().parameters().stream()
                        .mapToLong(Parameter::length)
                        .sum());
        for (Parameter parameter : trained()) {
            assertThat(pass.gradients.get(parameter.key()).shape())
                    .as(parameter.key())
                    .isEqualTo(parameter.shape());
        }
        assertThat(pass.gradients).hasSize(trained().size());
    }

    @Test
    void gradientsAreSlopes() {
        Running running = everything(PORTABLE, DataType.DOUBLE);
        Pass pass = running.pass();
        Optional<INDArray> dx = Optional.ofNullable(pass.dx).map(array -> array.dup('c'));
        Map<String, INDArray> gradients = new LinkedHashMap<>();
        pass.gradients.forEach((key, gradient) -> gradients.put(key, gradient.dup('c')));
        dx.ifPresent(claimed -> assertSlope(running, "input", running.input, claimed));
        for (Parameter parameter : trained()) {
            String key = parameter.key();
            assertSlope(running, key, running.layer.getParam(key), gradients.get(key));
        }
    }

    private void assertSlope(Running running, String key, INDArray argument, INDArray claimed) {
        INDArray before = argument.dup('c');
        for (int way = 0; way < WAYS; way++) {
            INDArray direction = array(key + way, DataType.DOUBLE, argument.shape());
            double above = running.lossAt(key, argument, before.add(direction.mul(STEP)));
            double below = running.lossAt(key, argument, before.sub(direction.mul(STEP)));
            argument.assign(before);
            double slope = claimed.mul(direction).sumNumber().doubleValue();
            double scale = 1 + claimed.norm2Number().doubleValue();
            assertThat(slope).as("%s, way %d", key, way).isCloseTo((above - below) / (2 * STEP), within(1e-6 * scale));
        }
    }

    @Test
    void theFastKernelsAgreeWithThePortableOnesInDouble() {
        Pass fast = everything(Backend.kernels(), DataType.FLOAT).pass();
        Pass exact = everything(PORTABLE, DataType.DOUBLE).pass();
        assertClose("y", fast.y, exact.y);
        if (hasGradientOfItsInput()) {
            assertClose("dx", fast.dx, exact.dx);
        }
        exact.gradients.forEach((key, gradient) -> assertClose(key, fast.gradients.get(key), gradient));
    }

    private static void assertClose(String name, INDArray actual, INDArray expected) {
        double norm = expected.norm2Number().doubleValue();
        double difference =
                actual.castTo(DataType.DOUBLE).sub(expected).norm2Number().doubleValue();
        assertThat(difference).as(name).isLessThanOrEqualTo(2e-5 * norm + 1e-6);
    }

    @Test
    void frozenMeansNoGradientAndTheSameForTheLayerBelow() {
        Running frozen = new Running(Backend.kernels(), DataType.FLOAT, parameter -> false);
        Pass pass = frozen.pass();
        Pass trained = everything(Backend.kernels(), DataType.FLOAT).pass();
        assertThat(pass.gradients).isEmpty();
        assertThat(frozen.layer.layerConf().trainsAny()).isFalse();
        assertThat(frozen.untouched(parameter -> true)).isTrue();
        assertThat(pass.dx).isEqualTo(trained.dx);
        assertThat(pass.y).isEqualTo(trained.y);
    }

    @Test
    void aTensorThatTrainsAloneHasItsGradientAndTheOthersNone() {
        Pass all = everything(Backend.kernels(), DataType.FLOAT).pass();
        for (Parameter alone : trained()) {
            Running running = new Running(
                    Backend.kernels(), DataType.FLOAT, one -> one.key().equals(alone.key()));
            Pass pass = running.pass();
            assertThat(pass.gradients.keySet()).containsExactly(alone.key());
            assertThat(pass.gradients.get(alone.key())).as(alone.key()).isEqualTo(all.gradients.get(alone.key()));
            assertThat(running.untouched(other -> !other.key().equals(alone.key())))
                    .as("only %s", alone.key())
                    .isTrue();
        }
    }

    @Test
    void theConfigurationSurvivesDl4jsJson() {
        Running running = everything(Backend.kernels(), DataType.FLOAT);
        NeuralNetConfiguration read = NeuralNetConfiguration.fromJson(running.conf.toJson());
        FusedLayer layer = (FusedLayer) read.getLayer();
        assertThat(layer).isEqualTo(running.layer.layerConf());
        assertThat(read.toJson()).isEqualTo(running.conf.toJson());
        for (Parameter parameter : layer.parameters()) {
            String key = parameter.key();
            assertThat(layer.trains(key)).as(key).isEqualTo(!neverTrains(parameter));
            assertThat(layer.getUpdaterByParam(key))
                    .as(key)
                    .isEqualTo(running.layer.layerConf().getUpdaterByParam(key));
        }
        Pass again = new Running(Backend.kernels(), DataType.FLOAT, layer).pass();
        Pass before = running.pass();
        assertThat(again.y).isEqualTo(before.y);
        assertThat(again.dx).isEqualTo(before.dx);
    }

    @Test
    void aNaNGoesThrough() {
        for (Kernels kernels : List.of(Backend.kernels(), PORTABLE)) {
            Running running = everything(kernels, DataType.FLOAT);
            INDArray input = running.input.reshape('c', true, running.input.length());
            input.putScalar(telling((int) input.length()), Double.NaN);
            Pass pass = running.pass();
            assertThat(hasNaN(pass.y)).as("output").isTrue();
            assertThat(running.loss("input")).as("loss").isNaN();
            if (hasGradientOfItsInput() && !(running.layer instanceof IOutputLayer)) {
                Running below = everything(kernels, DataType.FLOAT);
                below.weights.assign(Double.NaN);
                assertThat(hasNaN(below.pass().dx))
                        .as("gradient for the layer below")
                        .isTrue();
            }
        }
    }

    @Test
    void withoutKernelsItSaysSo() {
        NeuralNetConfiguration conf = new NeuralNetConfiguration();
        L layer = layer();
        conf.setLayer(layer);
        layer.setLayerName("lonely");
        assertThat(catchThrowable(layer::context))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lonely was handed no kernels");
    }

    private static boolean hasNaN(INDArray array) {
        return array.isNaN().any();
    }

    private List<Parameter> trained() {
        return layer().parameters().stream()
                .filter(parameter -> !neverTrains(parameter))
                .toList();
    }

    private Running everything(Kernels kernels, DataType type) {
        return new Running(kernels, type, parameter -> !neverTrains(parameter));
    }

    /** What a forward and a backward pass gave. */
    private record Pass(INDArray y, INDArray dx, Map<String, INDArray> gradients) {}

    /** The layer outside any graph, with random numbers. */
    private final class Running {
        private static final double NOTHING = 7;

        private final NeuralNetConfiguration conf = new NeuralNetConfiguration();
        private final FusedLayerRuntime<?> layer;
        private final INDArray gradients;
        private final INDArray input;
        private final INDArray weights;

        Running(Kernels kernels, DataType type, Predicate<Parameter> trained) {
            this(kernels, type, training(layer(), trained));
        }

        Running(Kernels kernels, DataType type, FusedLayer fused) {
            fused.share(new LayerContext(kernels, new Scratch(type)));
            conf.setLayer(fused);
            long numbers =
                    fused.parameters().stream().mapToLong(Parameter::length).sum();
            INDArray parameters = numbers == 0 ? null : Nd4j.create(type, 1, numbers);
            gradients = numbers == 0 ? null : Nd4j.valueArrayOf(new long[] {1, numbers}, NOTHING, type);
            layer = (FusedLayerRuntime<?>) fused.instantiate(conf, List.of(), 0, parameters, true, type);
            layer.setBackpropGradientsViewArray(gradients);
            for (Parameter parameter : fused.parameters()) {
                layer.getParam(parameter.key()).assign(array(parameter.key(), type, parameter.shape()));
            }
            prepare(layer, type);
            input = array("input", type, FusedLayerBattery.this.input);
            weights = array("weights", type, output);
        }

        Pass pass() {
            if (layer instanceof Measuring measuring) {
                measuring.begin(FACTOR);
            }
            layer.setInput(input, ANYWHERE);
            INDArray y = layer.activate(true, ANYWHERE);
            Pair<Gradient, INDArray> back = layer.backpropGradient(weights.dup('c'), ANYWHERE);
            return new Pass(y, back.getSecond(), back.getFirst().gradientForVariable());
        }

        double loss(String key) {
            return FusedLayerBattery.this.loss(key, layer, pass().y, weights);
        }

        double lossAt(String key, INDArray argument, INDArray values) {
            argument.assign(values);
            return loss(key);
        }

        /** Whether nothing was written where the gradients of these tensors lie. */
        boolean untouched(Predicate<Parameter> which) {
            FusedLayer fused = layer.layerConf();
            return fused.parameters().stream().filter(which).allMatch(parameter -> layer.gradient(parameter.key())
                    .eq(NOTHING)
                    .all());
        }
    }

    private static FusedLayer training(FusedLayer layer, Predicate<Parameter> trained) {
        layer.train(parameter -> trained.test(parameter)
                ? Optional.of(new ParameterSetting(new TorchAdam(1e-3, 0.9, 0.999, 1e-8), DECAY))
                : Optional.empty());
        return layer;
    }
}
