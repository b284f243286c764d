package org.nec4j.codec;

import org.nec4j.codec.entropy.GaussianTables;
import org.nec4j.codec.model.CodecWriter;

class HyperpriorCoderMeanScaleTest extends TokenwiseCoderBattery {
    @Override
    double streamsAnEmbedding() {
        return 2.5;
    }

    @Override
    CodecWriter writer() {
        return TestCodecs.hyperpriorWriter(true, true);
    }

    @Override
    CodecWriter writerOfASmallFile() {
        return TestCodecs.hyperpriorWriter(true, true, GaussianTables.scales(0.11, 2, 4));
    }

    @Override
    CodecWriter writerUnder(int[] cdf, int offset) {
        return TestCodecs.hyperpriorUnder(true, cdf, offset);
    }

    /** Beyond, this codec's random networks ask for means that no int comes near. */
    @Override
    double largestScale() {
        return 1e6;
    }

    /** Means follow from all of y: where that is large they are too, and their last digits are lost in the sum. */
    @Override
    float rounding(float[] y, int i) {
        float largest = 0;
        for (float value : y) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest * 0x1p-19f;
    }
}
