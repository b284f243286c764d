package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Classes of pixels out of scores on a coarser grid: the loss that teaches them, and the scores at full size. */
public final class PixelClasses {
    /** The label of a pixel that no loss and no score counts. */
    public static final int IGNORED = 255;

    private PixelClasses() {}

    /**
     * Mean cross entropy over all labelled pixels after bilinear enlargement, as mmsegmentation resizes logits before its loss;
     * overwrites the scores with the gradient of weight * loss. A batch without a labelled pixel has loss 0.
     *
     * @param scores [B, s * s, K], then its gradient
     * @param labels [B, S * S], class numbers as float32, {@link #IGNORED} where there is none
     * @return the loss in nats
     */
    public static double crossEntropy(INDArray scores, INDArray labels, double weight) {
        int b = (int) scores.size(0);
        int k = (int) scores.size(2);
        Enlarging enlarging = Enlarging.of(side(scores.size(1)), side(labels.size(1)));
        int large = enlarging.large();
        float[] label = Copy.of(labels);
        float[] score = Copy.of(scores);
        float[] gradient = new float[score.length];
        long labelled = 0;
        for (float one : label) {
            labelled += one == IGNORED ? 0 : 1;
        }
        float scale = labelled == 0 ? 0 : (float) (weight / labelled);
        int length = score.length / b;
        double[] losses = new double[b];
        Team.shared().run(b, image -> {
            float[] mixed = new float[enlarging.side() * k];
            float[] row = new float[large * k];
            for (int y = 0; y < large; y++) {
                enlarging.row(score, image * length, k, y, mixed, row);
                for (int x = 0; x < large; x++) {
                    int wanted = (int) label[(image * large + y) * large + x];
                    losses[image] += softmaxGradient(row, x * k, k, wanted, scale);
                }
                enlarging.addRow(row, k, y, mixed, gradient, image * length);
            }
        });
        Copy.into(scores, gradient);
        double sum = 0;
        for (double loss : losses) {
            sum += loss;
        }
        return labelled == 0 ? 0 : sum / labelled;
    }

    /** Scores [s * s, K] of one map at full size, [S * S, K], bilinear. */
    public static float[] enlarge(float[] scores, int classes, int large) {
        Enlarging enlarging = Enlarging.of(side(scores.length / classes), large);
        float[] out = new float[large * large * classes];
        float[] mixed = new float[enlarging.side() * classes];
        float[] row = new float[large * classes];
        for (int y = 0; y < large; y++) {
            enlarging.row(scores, 0, classes, y, mixed, row);
            System.arraycopy(row, 0, out, y * row.length, row.length);
        }
        return out;
    }

    /** Turns K scores into scale * their gradient and returns the loss of the pixel; StrictMath, so that all runs agree. */
    private static double softmaxGradient(float[] scores, int at, int k, int wanted, float scale) {
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
        double chosen = scores[at + wanted] - greatest;
        double sum = 0;
        for (int i = 0; i < k; i++) {
            double e = StrictMath.exp(scores[at + i] - greatest);
            scores[at + i] = (float) e;
            sum += e;
        }
        for (int i = 0; i < k; i++) {
            scores[at + i] = scale * (float) (scores[at + i] / sum - (i == wanted ? 1 : 0));
        }
        return StrictMath.log(sum) - chosen;
    }

    private static int side(long pixels) {
        int side = (int) Math.round(Math.sqrt(pixels));
        if ((long) side * side != pixels) {
            throw new IllegalArgumentException("a map of " + pixels + " pixels is not square");
        }
        return side;
    }
}
