package org.nec4j.kernel.cpu;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.Enlarging;
import org.nec4j.kernel.LossKernels;

/** Losses with threads across images, whose sums are added in order. */
final class HostLosses implements LossKernels {
    private final Team team;

    HostLosses(Team team) {
        this.team = team;
    }

    @Override
    public double maskedMeanSquare(INDArray prediction, INDArray labels, INDArray mask, double weight) {
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
        team.run(b, image -> {
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

    @Override
    public double crossEntropy(INDArray scores, int rows, INDArray labels, double smoothing, double weight) {
        int b = (int) scores.size(0);
        int k = (int) scores.size(2);
        Enlarging enlarging = Enlarging.of(scores.size(1), rows, labels.size(1));
        int height = enlarging.down().large();
        int width = enlarging.across().large();
        float[] label = HostCopies.read(labels);
        float[] score = HostCopies.read(scores);
        float[] gradient = new float[score.length];
        long labelled = 0;
        for (float one : label) {
            labelled += one == IGNORED ? 0 : 1;
        }
        float scale = labelled == 0 ? 0 : (float) (weight / labelled);
        int length = score.length / b;
        double[] losses = new double[b];
        team.run(b, image -> {
            float[] mixed = new float[enlarging.across().small() * k];
            float[] row = new float[width * k];
            for (int y = 0; y < height; y++) {
                enlarging.row(score, image * length, k, y, mixed, row);
                for (int x = 0; x < width; x++) {
                    int wanted = (int) label[(image * height + y) * width + x];
                    losses[image] += softmaxGradient(row, x * k, k, wanted, smoothing, scale);
                }
                enlarging.addRow(row, k, y, mixed, gradient, image * length);
            }
        });
        HostCopies.write(scores, gradient);
        double sum = 0;
        for (double loss : losses) {
            sum += loss;
        }
        return labelled == 0 ? 0 : sum / labelled;
    }

    /** Turns K scores into scale * their gradient and returns the loss of the pixel; StrictMath, so that all runs agree. */
    private static double softmaxGradient(float[] scores, int at, int k, int wanted, double smoothing, float scale) {
        if (wanted == IGNORED) {
            for (int i = 0; i < k; i++) {
                scores[at + i] = 0;
            }
            return 0;
        }
        float greatest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < k; i++) {
            greatest = Math.max(greatest, scores[at + i]);
        }
        double chosen = (1 - smoothing) * (scores[at + wanted] - greatest);
        double sum = 0;
        for (int i = 0; i < k; i++) {
            chosen += smoothing / k * (scores[at + i] - greatest);
            double e = StrictMath.exp(scores[at + i] - greatest);
            scores[at + i] = (float) e;
            sum += e;
        }
        for (int i = 0; i < k; i++) {
            scores[at + i] = scale * (float) (scores[at + i] / sum - (i == wanted ? 1 - smoothing : 0) - smoothing / k);
        }
        return StrictMath.log(sum) - chosen;
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
