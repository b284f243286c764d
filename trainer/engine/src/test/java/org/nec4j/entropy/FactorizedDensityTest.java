package org.nec4j.entropy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.backend.Backend;
import org.nec4j.kernel.DensityKernel;
import org.nec4j.kernel.Likelihood;
import org.nec4j.nn.Parameter;

class FactorizedDensityTest {
    private static final Vectors COMPRESSAI = Vectors.resource("compressai_bottlenecks.safetensors");

    @Test
    void startsWithCompressAisConstants() {
        Map<String, float[]> initial = FactorizedDensity.of(4).initial("bottleneck", 10, 7);
        String untrained = "eb_c4_4x4_untrained/param/";
        for (String key : List.of("matrices.0", "matrices.1", "matrices.4", "factors.0", "quantiles")) {
            assertThat(initial.get("bottleneck." + key)).as(key).containsExactly(COMPRESSAI.floats(untrained + key));
        }
        assertThat(initial.get("bottleneck.biases.2")).hasSize(12).doesNotContain(0f);
        for (float bias : initial.get("bottleneck.biases.2")) {
            assertThat(bias).isBetween(-0.5f, 0.5f);
        }
    }

    @Test
    void theBiasesDependOnTheSeedAlone() {
        float[] once = FactorizedDensity.of(4).initial("b", 10, 7).get("b.biases.0");
        assertThat(FactorizedDensity.of(4).initial("b", 10, 7).get("b.biases.0"))
                .containsExactly(once);
        assertThat(FactorizedDensity.of(4).initial("b", 10, 8).get("b.biases.0"))
                .isNotEqualTo(once);
    }

    @Test
    void has58TrainedNumbersAChannelAndThreeQuantiles() {
        long numbers = FactorizedDensity.of(768).parameters("bottleneck").stream()
                .mapToLong(Parameter::length)
                .sum();
        assertThat(numbers).isEqualTo(44_544 + 2_304);
    }

    @ParameterizedTest
    @CsvSource({"eb_c4_4x4_untrained,4,4", "eb_c8_6x6_trained,8,4", "eb_c16_seq10_trained,16,4", "eb_c3_f2_trained,3,2"
    })
    void likelihoodsOfRoundedValuesAreCompressAis(String name, int channels, int hidden) {
        FactorizedDensity density = new FactorizedDensity(channels, Collections.nCopies(hidden, 3));
        INDArray yHat = COMPRESSAI.array(name + "/y_hat"); // [B, C, ...]
        long perImage = yHat.length() / yHat.size(0) / channels;
        INDArray rows = channelsLast(yHat, channels, perImage);
        INDArray expected = channelsLast(COMPRESSAI.array(name + "/likelihood"), channels, perImage);
        INDArray likelihoods = Nd4j.zeros(rows.dataType(), rows.shape());
        Backend.kernels()
                .density()
                .likelihoods(
                        rows,
                        density.tensors(key -> COMPRESSAI.array(name + "/param/" + key)),
                        Likelihood.DIFFERENCE,
                        DensityKernel.BOUND,
                        likelihoods);
        // Far in the upper tail the float32 difference is a multiple of 6e-8, whoever computes it.
        assertThat(likelihoods.sub(expected).amaxNumber().doubleValue()).isLessThan(3e-7);
        assertThat(likelihoods.sub(expected).norm2Number().doubleValue()
                        / expected.norm2Number().doubleValue())
                .isLessThan(3e-6);
    }

    /** [B, C, ...] to [B * ..., C]. */
    private static INDArray channelsLast(INDArray array, int channels, long perImage) {
        return array.reshape('c', array.size(0), channels, perImage)
                .permute(0, 2, 1)
                .dup('c')
                .reshape('c', array.size(0) * perImage, channels);
    }
}
