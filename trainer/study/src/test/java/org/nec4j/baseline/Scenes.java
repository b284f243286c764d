package org.nec4j.baseline;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random embeddings with correlated dimensions of unequal spread, that vary slowly over the token grid. */
final class Scenes {
    static final int SIDE = 4;
    static final int TOKENS = SIDE * SIDE + 1;
    static final int DIM = 12;
    private static final int SOURCES = 5;

    private Scenes() {}

    static List<float[]> embeddings(int count, long seed) {
        Random mixing = new Random(1);
        double[][] mix = new double[DIM][SOURCES];
        for (double[] row : mix) {
            for (int s = 0; s < SOURCES; s++) {
                row[s] = mixing.nextGaussian() / (s + 1);
            }
        }
        Random random = new Random(seed);
        List<float[]> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(embedding(mix, random));
        }
        return items;
    }

    private static float[] embedding(double[][] mix, Random random) {
        double[] level = random.doubles(SOURCES, -2, 2).toArray();
        double[] slope = random.doubles(SOURCES, -1, 1).toArray();
        float[] item = new float[TOKENS * DIM];
        for (int t = 0; t < TOKENS; t++) {
            for (int d = 0; d < DIM; d++) {
                double value = 0.3 * d + 0.05 * random.nextGaussian();
                for (int s = 0; s < SOURCES; s++) {
                    value += mix[d][s] * (level[s] + slope[s] * (t % SIDE) / SIDE);
                }
                item[t * DIM + d] = (float) value;
            }
        }
        return item;
    }

    static double meanSquaredError(List<float[]> a, List<float[]> b) {
        double sum = 0;
        long count = 0;
        for (int i = 0; i < a.size(); i++) {
            for (int j = 0; j < a.get(i).length; j++) {
                double difference = a.get(i)[j] - b.get(i)[j];
                sum += difference * difference;
                count++;
            }
        }
        return sum / count;
    }
}
