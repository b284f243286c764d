package org.nec4j.factorize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.ImageSource;
import org.nec4j.data.synthetic.SyntheticScenes;
import org.nec4j.export.ImageEmbedder;
import org.nec4j.export.Preprocessing;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

class DistillingTest {
    private static final VitShape SHAPE = new VitShape(16, 4, 3, 24, 2, 3, 16, 2, 2, 4, 1e-6);
    private static final Preprocessing PREPROCESSING = Preprocessing.imageNet(16);

    private final Kernels kernels = Backend.kernels();
    private final ImageSource images = new SyntheticScenes(24, 16, 1);
    private final EncoderModel whole = new EncoderModel(SHAPE, RandomStart.of(SHAPE, 1));
    private final EncoderModel small = new Factorization(whole, Map.of()).keeping(0.4, RankRule.UNIFORM);

    private EncoderModel distilled(EncoderModel from, long steps) {
        return Distilling.distilled(from, small, steps, images, PREPROCESSING, kernels, Console.silent());
    }

    @Test
    void tokensComeNearerToTheWholeEncoders() {
        EncoderModel after = distilled(whole, 60);
        assertThat(after.shape()).isEqualTo(small.shape());
        assertThat(after.numbers()).isEqualTo(small.numbers());
        assertThat(error(after)).isLessThan(0.8 * error(small));
        assertThat(distilled(whole, 0)).isSameAs(small);
    }

    @Test
    void theSameStepsGiveTheSameBits() {
        assertThat(distilled(whole, 3).tensors().all())
                .usingRecursiveComparison()
                .isEqualTo(distilled(whole, 3).tensors().all());
    }

    @Test
    void anEncoderOfTwoEndsIsRefused() {
        Map<String, float[]> tensors = new LinkedHashMap<>(whole.tensors().all());
        tensors.put(Encoder.POOLED + "norm.weight", new float[24]);
        EncoderModel two = new EncoderModel(SHAPE, new Tensors(tensors));
        assertThatThrownBy(() -> distilled(two, 1))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("of a distilled codec has two; leave it out");
        assertThatThrownBy(() -> new Reduction(0.5, Method.AWARE, RankRule.UNIFORM, 10, -1))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("--distill -1 is no number of steps");
    }

    private double error(EncoderModel model) {
        List<float[]> wanted = embed(whole);
        List<float[]> given = embed(model);
        double sum = 0;
        for (int i = 0; i < wanted.size(); i++) {
            for (int j = 0; j < wanted.get(i).length; j++) {
                sum += Math.pow(wanted.get(i)[j] - given.get(i)[j], 2);
            }
        }
        return sum;
    }

    private List<float[]> embed(EncoderModel model) {
        Encoder encoder = new Encoder(model.shape(), model.tensors(), LayerContext.of(kernels));
        try (Progress progress = Console.silent().progress("embedding", images.size(), "images")) {
            return new ImageEmbedder(encoder, PREPROCESSING).values(images, 8, progress);
        }
    }
}
