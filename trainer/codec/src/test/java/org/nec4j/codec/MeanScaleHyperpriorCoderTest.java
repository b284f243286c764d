package org.nec4j.codec;

class MeanScaleHyperpriorCoderTest extends LatentCoderBattery {
    @Override
    double streamsAnEmbedding() {
        return 2.5;
    }

    @Override
    Codec codec() {
        return Codec.of(TestCodecs.hyperpriorWriter(true, true).toBytes(), "codec");
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
