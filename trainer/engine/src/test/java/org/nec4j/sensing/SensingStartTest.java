package org.nec4j.sensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.backend.Backend;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.Wavelet;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.TorchAdam;

class SensingStartTest {
    private static final SensingShape SHAPE = new SensingShape(16, 64, 4, 8, Wavelet.HAAR, 3);
    private static final LayerWorkspaceMgr ANYWHERE = LayerWorkspaceMgr.noWorkspaces();

    private final Kernels kernels = Backend.kernels();

    @Test
    void aRandomColumnHasSoManyNumbersOfLengthOne() {
        Map<String, float[]> start = start(SensingSupport.RANDOM, 8, 7);
        for (int column = 0; column < 64; column++) {
            double squares = 0;
            int ones = 0;
            for (int row = 0; row < 16; row++) {
                float value = start.get(UnrolledSensing.VALUES)[row * 64 + column];
                squares += value * value;
                ones += start.get(UnrolledSensing.SUPPORT)[row * 64 + column] == 1 ? 1 : 0;
            }
            assertThat(ones).isEqualTo(8);
            assertThat(squares).isCloseTo(1, within(1e-6));
        }
        assertThat(start(SensingSupport.RANDOM, 8, 7))
                .usingRecursiveComparison()
                .isEqualTo(start);
        assertThat(start(SensingSupport.RANDOM, 8, 8).get(UnrolledSensing.SUPPORT))
                .isNotEqualTo(start.get(UnrolledSensing.SUPPORT));
    }

    @Test
    void boxesTileTheBlock() {
        float[] values = start(SensingSupport.BOX, 1, 7).get(UnrolledSensing.VALUES);
        for (int row = 0; row < 16; row++) {
            for (int pixel = 0; pixel < 64; pixel++) {
                boolean inside = pixel / 8 / 2 == row / 4 && pixel % 8 / 2 == row % 4;
                assertThat(values[row * 64 + pixel]).isEqualTo(inside ? 0.5f : 0);
            }
        }
    }

    @Test
    void firstStepsAreAsLongAsTheShareThatIsMeasured() {
        float[] bias = start(SensingSupport.RANDOM, 8, 7).get("linear.bias");
        assertThat(Math.log1p(Math.exp(bias[0]))).isCloseTo(0.25, within(1e-6));
        assertThat(Math.log1p(Math.exp(bias[1]))).isCloseTo(0.018, within(1e-3));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new SensingStart(SHAPE, SensingSupport.RANDOM, 17, 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 to 16");
        SensingShape five = new SensingShape(9, 64, 4, 8, Wavelet.HAAR, 3);
        assertThatThrownBy(() -> new SensingStart(five, SensingSupport.BOX, 1, 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("9 boxes do not tile a block of 64 numbers");
    }

    /** Matrix and controller learn together, in noise, on blocks whose wavelet coefficients are few. */
    @Test
    void recoversBetterTheLongerItTrainsAndKeepsItsSupport() {
        UnrolledSensing fused = layer();
        NeuralNetConfiguration conf = new NeuralNetConfiguration();
        fused.train(parameter -> UnrolledSensing.neverTrains(parameter)
                ? Optional.empty()
                : Optional.of(new ParameterSetting(new TorchAdam(1e-3, 0.9, 0.999, 1e-8), 0)));
        fused.share(LayerContext.of(kernels));
        conf.setLayer(fused);
        long numbers = fused.parameters().stream().mapToLong(Parameter::length).sum();
        UnrolledSensingRuntime running = (UnrolledSensingRuntime)
                fused.instantiate(conf, List.of(), 0, Nd4j.create(DataType.FLOAT, 1, numbers), true, DataType.FLOAT);
        INDArray gradients = Nd4j.create(DataType.FLOAT, 1, numbers);
        running.setBackpropGradientsViewArray(gradients);
        start(SensingSupport.RANDOM, 8, 7)
                .forEach((key, values) -> kernels.copies().into(running.getParam(key), values));
        INDArray first = Nd4j.create(DataType.FLOAT, 1, numbers);
        INDArray second = Nd4j.create(DataType.FLOAT, 1, numbers);
        double[] errors = new double[200];
        for (int step = 0; step < errors.length; step++) {
            Random random = new Random(step);
            running.begin(1);
            running.noise(normal(random, 64, 64), normal(random, 64, 16));
            running.setInput(blocks(random), ANYWHERE);
            INDArray y = running.activate(true, ANYWHERE);
            running.backpropGradient(Nd4j.zeros(DataType.FLOAT, y.shape()), ANYWHERE);
            errors[step] = running.measured();
            double correction = Math.sqrt(1 - Math.pow(0.999, step + 1.0));
            double rate = 3e-3 * correction / (1 - Math.pow(0.9, step + 1.0));
            kernels.updates().adam(gradients, first, second, rate, 0.9, 0.999, 1e-8 * correction);
            kernels.elements().addScaled(-1, gradients, running.params());
        }
        assertThat(mean(errors, 180)).isLessThan(0.8 * mean(errors, 0));
        float[] values = kernels.copies().of(running.getParam(UnrolledSensing.VALUES));
        float[] support = kernels.copies().of(running.getParam(UnrolledSensing.SUPPORT));
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i] != 0).isEqualTo(support[i] == 1);
        }
    }

    private static double mean(double[] errors, int from) {
        double sum = 0;
        for (int i = from; i < from + 20; i++) {
            sum += errors[i] / 20;
        }
        return sum;
    }

    private UnrolledSensing layer() {
        return new UnrolledSensing("sensing", SHAPE, SHAPE.selected(5), SensingNoise.ofDecibels(30, 30), 0.02);
    }

    private INDArray normal(Random random, int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return kernels.copies().array(values, rows, columns);
    }

    /** 64 blocks of 8 x 8 with five coefficients each, [64, 1, 64]. */
    private INDArray blocks(Random random) {
        float[] coefficients = new float[64 * 64];
        for (int block = 0; block < 64; block++) {
            for (int i = 0; i < 5; i++) {
                coefficients[block * 64 + random.nextInt(64)] = (float) (2 * random.nextGaussian());
            }
        }
        INDArray x = kernels.copies().array(coefficients, 64, 1, 64);
        kernels.sensing().wavelet(x, Wavelet.HAAR, 3, true, x);
        return x;
    }

    private Map<String, float[]> start(SensingSupport support, int nonZeros, long seed) {
        SensingStart start = new SensingStart(SHAPE, support, nonZeros, seed);
        Map<String, float[]> all = new TreeMap<>();
        layer().parameters().forEach(parameter -> all.put(parameter.key(), start.of(parameter)));
        return all;
    }
}
