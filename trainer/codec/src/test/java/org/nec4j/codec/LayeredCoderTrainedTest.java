package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nec4j.codec.model.CodecWriter;

/** A layered codec as training exports it: with a context model and a post-filter. */
class LayeredCoderTrainedTest extends LayeredCoderTest {
    @Override
    CodecWriter writer() {
        return TestLayers.trainedWriter(0);
    }

    /** Rate-distortion optimized quantization may err by more than half a step, centres by another quarter. */
    @Override
    void checkNeighbours(float[] y, float[] decoded) {
        double error = 0;
        double power = 0;
        for (int i = TestLayers.DIM; i < y.length; i++) {
            error += Math.pow(decoded[i] - y[i], 2);
            power += Math.pow(y[i], 2);
        }
        assertThat(Math.sqrt(error)).isLessThan(3 * TestLayers.STEP * Math.sqrt(y.length) + 1e-6 * Math.sqrt(power));
    }

    /** What it would not be: a choice that also weighs bits moves values that another one has chosen. */
    @Override
    @Test
    void codesItsOwnOutputToItself() {
        assertThat(codec.quantize(embedding(1, 3, 2)).values()).hasSize(TestLayers.TOKENS * TestLayers.DIM);
    }

    @Test
    void thePostFilterLeavesThePooledVectorAlone() {
        Codec filtered = Codec.of(TestLayers.trainedWriter(0.3f).toBytes(), "filtered");
        byte[] stream = filtered.encode(embedding(1, 2, 7));
        byte[] unfiltered = codec.encode(embedding(1, 2, 7));
        assertThat(filtered.decode(stream).values())
                .isNotEqualTo(codec.decode(unfiltered).values());
        float[] pooled = filtered.decodePooled(stream);
        float[] values = filtered.decode(stream).values();
        for (int d = 0; d < TestLayers.DIM; d++) {
            double mean = 0;
            for (int t = 1; t < TestLayers.TOKENS; t++) {
                mean += values[t * TestLayers.DIM + d] / (double) TestLayers.PATCHES;
            }
            assertThat(mean).isCloseTo(pooled[d], within(1e-5));
        }
    }
}
