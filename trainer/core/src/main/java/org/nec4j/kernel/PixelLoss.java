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
        float[] row = new float[p];
        float[] label = new float[p];
        float[] zeros = new float[p];
        double sum = 0;
        for (int image = 0; image < b; image++) {
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
                sum += weighed * differences(row, label, scale * weighed);
                predicted.put(at, row);
            }
        }
        return sum / (p * masked);
    }

    /** row = scale * (row - label); returns Σ (row - label)². */
    private static double differences(float[] row, float[] label, float scale) {
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            float difference = row[i] - label[i];
            sum += (double) difference * difference;
            row[i] = scale * difference;
        }
        return sum;
    }
}
