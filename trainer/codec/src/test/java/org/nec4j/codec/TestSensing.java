package org.nec4j.codec;

import java.util.Random;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.model.EightBits;
import org.nec4j.codec.model.SparseMatrix;

/** A small sensing codec that is the same in every test and every process: 2 x 3 blocks of 4 x 4 pixels, 5 measurements each. */
final class TestSensing {
    static final int DOWN = 2;
    static final int ACROSS = 3;
    static final int SIDE = 4;
    static final int MEASUREMENTS = 5;
    static final float MEAN = 0.4f;
    static final float SCALE = 3.5f;

    private TestSensing() {}

    static CodecWriter writer() {
        Random random = new Random(31);
        float[] centres = new float[MEASUREMENTS];
        float[] steps = new float[MEASUREMENTS];
        for (int k = 0; k < MEASUREMENTS; k++) {
            centres[k] = (float) random.nextGaussian();
            steps[k] = 0.02f + random.nextFloat() / 10;
        }
        return CodecWriter.sensing(
                new EightBits(centres, steps),
                DOWN,
                ACROSS,
                SparseMatrix.of(dense(), dense(), MEASUREMENTS),
                MEAN,
                SCALE);
    }

    /** Two numbers of every column, [m, n]. */
    static float[] dense() {
        Random random = new Random(32);
        int n = SIDE * SIDE;
        float[] dense = new float[MEASUREMENTS * n];
        for (int j = 0; j < n; j++) {
            int first = random.nextInt(MEASUREMENTS);
            int second = (first + 1 + random.nextInt(MEASUREMENTS - 1)) % MEASUREMENTS;
            dense[first * n + j] = (float) random.nextGaussian();
            dense[second * n + j] = (float) random.nextGaussian();
        }
        return dense;
    }

    static float[] grey(long seed) {
        Random random = new Random(seed);
        float[] grey = new float[DOWN * SIDE * ACROSS * SIDE];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = random.nextFloat();
        }
        return grey;
    }
}
