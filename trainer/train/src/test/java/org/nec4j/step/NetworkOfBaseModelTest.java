package org.nec4j.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.backend.Backend;
import org.nec4j.data.RandomMasking;
import org.nec4j.entropy.DensitySettings;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.portable.PortableKernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.TorchAdam;
import org.nec4j.objective.Measured;
import org.nec4j.objective.PixelDecoder;
import org.nec4j.objective.RateDistortion;
import org.nec4j.objective.StepInputs;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/** A step of the codec on ViT-B/16 at 224 px, whose products are as large as those of real trainings. */
class NetworkOfBaseModelTest {
    private static final VitShape SHAPE = new VitShape(224, 16, 3, 768, 12, 12, 512, 8, 16, 4, 1e-6);
    private static final double MASK_RATIO = 0.75;
    private static final int BATCH = 2;

    private final Random random = new Random(7);

    @Test
    @EnabledIfSystemProperty(named = "nec4j.slow", matches = "true")
    void givesTheNumbersOfPlainOperations() {
        FactorizedModel entropy = new FactorizedModel(SHAPE.dim(), DensitySettings.compressAi());
        Tensors start = RandomStart.of(SHAPE, 3).with(entropy.initial(3));
        StepInputs inputs = inputs();

        Outcome fast = step(start, entropy, inputs, Backend.kernels());
        Outcome plain = step(start, entropy, inputs, PortableKernels.because("plain operations"));

        assertThat(fast.measured.loss())
                .isCloseTo(plain.measured.loss(), within(1e-5 * Math.abs(plain.measured.loss())));
        assertThat(fast.gradients).hasSizeGreaterThan(20).containsOnlyKeys(plain.gradients.keySet());
        double whole = Math.sqrt(plain.gradients.values().stream()
                .mapToDouble(NetworkOfBaseModelTest::squares)
                .sum());
        plain.gradients.forEach((name, wanted) -> {
            double apart = 0;
            float[] actual = fast.gradients.get(name);
            for (int i = 0; i < wanted.length; i++) {
                apart += Math.pow((double) actual[i] - wanted[i], 2);
            }
            // A bias of the keys has a gradient of rounding alone, so that nothing but the whole is a measure for it.
            assertThat(Math.sqrt(apart)).as(name).isLessThan(1e-4 * Math.sqrt(squares(wanted)) + 1e-7 * whole);
        });
    }

    private record Outcome(Measured measured, Map<String, float[]> gradients) {}

    private static Outcome step(Tensors start, FactorizedModel entropy, StepInputs inputs, Kernels kernels) {
        Network network = new Network(
                SHAPE,
                new RateDistortion(
                        1000, RateDistortion.RateUnit.IMAGE_MEAN, MASK_RATIO, entropy, new PixelDecoder(SHAPE, false)),
                start,
                parameter -> trains(parameter)
                        ? Optional.of(new ParameterSetting(new TorchAdam(1e-4, 0.9, 0.95, 1e-8), 0))
                        : Optional.empty(),
                0,
                LayerContext.of(kernels));
        Measured measured = network.forwardBackward(inputs);
        Map<String, float[]> gradients = new TreeMap<>();
        network.plan()
                .gradients(network.graph())
                .forEach((name, view) -> gradients.put(name, kernels.copies().of(view)));
        return new Outcome(measured, gradients);
    }

    private static boolean trains(Parameter parameter) {
        String name = parameter.name();
        return name.startsWith("blocks." + (SHAPE.depth() - 1) + ".")
                || name.startsWith("bottleneck.")
                || name.startsWith("decoder_blocks.0.");
    }

    private StepInputs inputs() {
        RandomMasking masking = RandomMasking.of(normal(BATCH * SHAPE.patches()), SHAPE.patches(), MASK_RATIO);
        long tokens = 1 + masking.keep()[0].length;
        float[] noise = normal(Math.toIntExact(BATCH * tokens * SHAPE.dim()));
        int size = SHAPE.imageRows();
        return new StepInputs(
                Nd4j.createFromArray(normal(BATCH * 3 * size * size)).reshape('c', BATCH, 3, size, size),
                masking.keep(),
                masking.restore(),
                Map.of(
                        FactorizedModel.BOTTLENECK,
                        Nd4j.createFromArray(noise).reshape('c', BATCH, tokens, SHAPE.dim())));
    }

    private float[] normal(int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (0.3 * random.nextGaussian());
        }
        return values;
    }

    private static double squares(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return sum;
    }
}
