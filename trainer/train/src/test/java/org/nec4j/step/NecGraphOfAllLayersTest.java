package org.nec4j.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.backend.Backend;
import org.nec4j.data.RandomMasking;
import org.nec4j.entropy.DensitySettings;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.entropy.FactorizedDensity;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.kernel.Likelihood;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.TorchAdam;
import org.nec4j.objective.Measured;
import org.nec4j.objective.Objective;
import org.nec4j.objective.PixelDecoder;
import org.nec4j.objective.RateDistortion;
import org.nec4j.objective.StepInputs;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/** All layers together, every tensor training. */
class NecGraphOfAllLayersTest {
    private static final VitShape SHAPE = new VitShape(16, 4, 3, 12, 2, 3, 8, 2, 2, 4, 1e-6);
    private static final DensitySettings SETTINGS =
            new DensitySettings(List.of(3, 2), 10, 1e-9, Likelihood.DIFFERENCE, 1e-9);
    private static final FactorizedDensity DENSITY = SETTINGS.density(12);
    private static final double LAMBDA = 300;
    private static final int BATCH = 2;

    private final Random random = new Random(5);
    private final Tensors start = start();

    @Test
    void hasTheGradientsThatSameDiffDerivesInDouble() {
        StepInputs inputs = inputs();
        Network network = network();
        Measured result = network.forwardBackward(inputs);
        SameDiffOracle.Outcome expected = new SameDiffOracle(SHAPE, DENSITY, start).differentiate(inputs, LAMBDA);

        assertThat(result.loss()).isCloseTo(expected.loss(), within(1e-5 * Math.abs(expected.loss())));
        Map<String, INDArray> gradients = network.plan().gradients(network.graph());
        assertThat(gradients.keySet())
                .containsAll(expected.gradients().keySet().stream()
                        .filter(name -> !name.endsWith("pos_embed") && !name.endsWith("quantiles"))
                        .toList());
        gradients.forEach((name, view) -> {
            if (!name.endsWith("quantiles")) {
                assertClose(
                        name,
                        Backend.kernels().copies().of(view),
                        expected.gradients().get(name));
            }
        });
    }

    @Test
    void comesBackFromDl4jsModelSerializer(@TempDir Path folder) throws IOException {
        Network network = network();
        StepInputs inputs = inputs();
        network.forwardBackward(inputs);
        Path file = folder.resolve("graph.zip");
        ModelSerializer.writeModel(network.graph(), file.toFile(), true);
        ComputationGraph restored = ModelSerializer.restoreComputationGraph(file.toFile(), true);

        LayerContext.of(Backend.kernels()).share(restored);

        assertThat(restored.getConfiguration()).isEqualTo(network.graph().getConfiguration());
        assertThat(Backend.kernels().copies().of(restored.params()))
                .isEqualTo(Backend.kernels().copies().of(network.graph().params()));
        INDArray[] asked = network.graph().getInputs();
        restored.setLayerMaskArrays(null, network.graph().getLabelMaskArrays());
        float[] wanted = Backend.kernels().copies().of(network.graph().outputSingle(asked));
        assertThat(Backend.kernels().copies().of(restored.outputSingle(asked))).isEqualTo(wanted);
    }

    private Network network() {
        EntropyModel entropy = new FactorizedModel(12, SETTINGS);
        Objective objective = new RateDistortion(
                LAMBDA, RateDistortion.RateUnit.IMAGE_MEAN, 0.75, entropy, new PixelDecoder(SHAPE, false));
        return new Network(
                SHAPE,
                objective,
                start,
                parameter -> Optional.of(new ParameterSetting(new TorchAdam(1e-3, 0.9, 0.95, 1e-8), 0.01)),
                0,
                LayerContext.of(Backend.kernels()));
    }

    private StepInputs inputs() {
        RandomMasking masking = RandomMasking.of(normal(BATCH * SHAPE.patches(), 1), SHAPE.patches(), 0.75);
        long tokens = 1 + masking.keep()[0].length;
        INDArray images = Nd4j.createFromArray(normal(BATCH * 3 * 16 * 16, 1)).reshape('c', BATCH, 3, 16, 16);
        INDArray noise = Nd4j.createFromArray(normal((int) (BATCH * tokens * SHAPE.dim()), 0.2))
                .reshape('c', BATCH, tokens, SHAPE.dim());
        return new StepInputs(images, masking.keep(), masking.restore(), Map.of(FactorizedModel.BOTTLENECK, noise));
    }

    private Tensors start() {
        Map<String, float[]> tensors = new LinkedHashMap<>();
        SHAPE.tensors().forEach((name, sizes) -> {
            int length = 1;
            for (long size : sizes) {
                length *= (int) size;
            }
            tensors.put(name, normal(length, 0.3));
        });
        tensors.putAll(DENSITY.initial("bottleneck", 10, 3));
        tensors.replaceAll(
                (name, values) -> name.startsWith("bottleneck.factors") ? normal(values.length, 0.5) : values);
        return new Tensors(tensors);
    }

    private float[] normal(int length, double deviation) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (deviation * random.nextGaussian());
        }
        return values;
    }

    /** Within 1e-4 of the tensor's norm, in the Euclidean norm. */
    private static void assertClose(String name, float[] actual, INDArray expected) {
        double[] wanted = expected.reshape(expected.length()).toDoubleVector();
        assertThat(actual).as(name).hasSameSizeAs(wanted);
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < wanted.length; i++) {
            difference += Math.pow(actual[i] - wanted[i], 2);
            norm += Math.pow(wanted[i], 2);
        }
        assertThat(Math.sqrt(difference)).as(name).isLessThan(1e-4 * Math.sqrt(norm));
    }
}
