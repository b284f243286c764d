package org.nec4j.factorize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;
import org.nec4j.nn.LayerContext;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Ranks;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;
import org.nec4j.vit.WholeProducts;

class FactorizationTest {
    private static final VitShape SHAPE = new VitShape(16, 4, 3, 12, 2, 3, 8, 2, 2, 4, 1e-6);

    private final EncoderModel whole = new EncoderModel(SHAPE, RandomStart.of(SHAPE, 1));

    @Test
    void keepsNoMoreThanItsShare() {
        for (RankRule rule : RankRule.values()) {
            for (double share : new double[] {0.3, 0.5, 0.8}) {
                EncoderModel small = new Factorization(whole, Map.of()).keeping(share, rule);
                assertThat(small.numbers())
                        .isBetween((long) (0.7 * share * whole.numbers()), (long) (share * whole.numbers()));
                assertThat(small.shape().ranks().numbers()).hasSize(9).allMatch(rank -> rank >= 1);
            }
        }
    }

    @Test
    void factorsGiveWhatTheirProductsMultipliedOutGive() {
        EncoderModel small = new Factorization(whole, Map.of()).keeping(0.5, RankRule.GREEDY);
        Tensors multiplied = WholeProducts.of(small.shape(), small.tensors());
        assertThat(multiplied.all().keySet())
                .containsExactlyInAnyOrderElementsOf(whole.tensors().all().keySet());

        float[] factors = embed(small.shape(), small.tensors());
        float[] products = embed(small.shape().with(Ranks.WHOLE), multiplied);

        assertThat(factors).containsExactly(products, within(1e-4f));
        assertThat(embed(SHAPE, whole.tensors())[0]).isNotCloseTo(factors[0], within(1e-4f));
    }

    /** An encoder that was distilled has two ends on one trunk; products that stand at the same place get the same rank. */
    @Test
    void bothEndsOfAnEncoderAreFactorized() {
        Map<String, float[]> tensors = new LinkedHashMap<>(whole.tensors().all());
        SHAPE.encoderTensors().keySet().stream()
                .filter(name -> name.startsWith("blocks.1.") || name.startsWith("norm."))
                .forEach(name -> tensors.put(
                        Encoder.POOLED + name, RandomStart.of(SHAPE, 2).floats(name)));
        EncoderModel two = new EncoderModel(SHAPE, new Tensors(tensors));
        assertThat(two.products()).hasSize(13).endsWith("pooled.blocks.1.mlp.fc2");

        EncoderModel small = new Factorization(two, Map.of()).keeping(0.5, RankRule.GREEDY);

        assertThat(small.numbers()).isLessThanOrEqualTo(two.numbers() / 2);
        assertThat(small.tensors().floats("pooled.blocks.1.mlp.fc1.u.weight"))
                .hasSameSizeAs(small.tensors().floats("blocks.1.mlp.fc1.u.weight"));
        assertThat(embed(small.shape(), small.tensors())).doesNotContain(Float.NaN);
    }

    @Test
    void aShareThatLeavesNoRankIsRefusedWithOneThatDoes() {
        for (RankRule rule : RankRule.values()) {
            assertThatThrownBy(() -> new Factorization(whole, Map.of()).keeping(0.05, rule))
                    .isInstanceOf(UserException.class)
                    .hasMessageMatching(
                            "--share 0\\.05 leaves no rank for some product of this encoder, which has 360 numbers beside its"
                                    + " products; keep at least a share of 0\\.\\d+");
            String message = message(rule);
            double least = Double.parseDouble(message.substring(message.lastIndexOf(' ') + 1));
            assertThat(new Factorization(whole, Map.of()).keeping(least, rule).numbers())
                    .isPositive();
        }
    }

    private String message(RankRule rule) {
        try {
            new Factorization(whole, Map.of()).keeping(0.05, rule);
            return "";
        } catch (UserException e) {
            return e.getMessage();
        }
    }

    private static float[] embed(VitShape shape, Tensors tensors) {
        Random random = new Random(3);
        float[] pixels = new float[3 * 16 * 16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return new Encoder(shape, tensors, LayerContext.of(Backend.kernels())).embed(pixels)[0];
    }
}
