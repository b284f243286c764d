package org.nec4j.kernel;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The masked autoencoder's distortion with its gradient in one pass. */
public final class PixelLoss {
    private PixelLoss() {}

    /**
     * D = Σ m * mean((prediction - label)²) / Σ m, the class token's prediction left out; overwrites the prediction with the
     * gradient of weight * D. Sums are taken in double.
     *
     * @param prediction [B, 1 + L, P], then its gradient
     * @param labels     [B, L, P]
     * @param mask       [B, L], 1 = masked, 0 = visible
     * @param weight     factor of the gradient
     * @return D
     */
    public static double maskedMeanSquare(INDArray prediction, INDArray labels, INDArray mask, double weight) {
        int p = (int) labels.size(2);
        int patches = (int) labels.size(1);
        int b = (int) labels.size(0);
        FloatBuffer predicted = Memory.of(prediction);
        FloatBuffer wanted = Memory.of(labels);
        float[] m = new float[b * patches];
        Memory.of(mask).get(0, m);
        double masked = 0;
        for (float one : m) {
            masked += one;
        }
        float scale = (float) (2 * weight / (p * masked));
        double[] sums = new double[b]; // an image each, so that their sum is the same for any number of threads
        Team.shared().run(b, image -> {
            float[] row = new float[p];
            float[] label = new float[p];
            float[] zeros = new float[p];
            int first = image * (1 + patches) * p;
            predicted.put(first, zeros);
            for (int patch = 0; patch < patches; patch++) {
                int at = first + (1 + patch) * p;
                float weighed = m[image * patches + patch];
                if (weighed == 0) {
                    predicted.put(at, zeros);
                    continue;
                }
                predicted.get(at, row);
                wanted.get((image * patches + patch) * p, label);
                sums[image] += weighed * differences(row, label, scale * weighed);
                predicted.put(at, row);
            }
        });
        double sum = 0;
        for (double one : sums) {
            sum += one;
        }
        return sum / (p * masked);
    }

    /** row = scale * (row - label); returns Σ (row - label)², as four sums that do not wait for each other. */
    private static double differences(float[] row, float[] label, float scale) {
        double[] sums = new double[4];
        int i = 0;
        for (; i + 4 <= row.length; i += 4) {
            sums[0] += square(row, label, i, scale);
            sums[1] += square(row, label, i + 1, scale);
            sums[2] += square(row, label, i + 2, scale);
            sums[3] += square(row, label, i + 3, scale);
        }
        for (; i < row.length; i++) {
            sums[0] += square(row, label, i, scale);
        }
        return sums[0] + sums[1] + (sums[2] + sums[3]);
    }

    private static double square(float[] row, float[] label, int i, float scale) {
        float difference = row[i] - label[i];
        row[i] = scale * difference;
        return (double) difference * difference;
    }
}
