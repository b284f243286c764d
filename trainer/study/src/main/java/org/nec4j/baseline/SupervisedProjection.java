package org.nec4j.baseline;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nec4j.data.Shuffle;
import org.nec4j.transform.Covariance;

/**
 * A linear map with a classifier behind it, z = W x, zHat = round(z / step) step, logits = C V zHat, trained by Adam on
 * cross-entropy; the gradient passes the rounding as if it were not there. V is the identity except for low rank.
 */
final class SupervisedProjection {
    private static final int EPOCHS = 60;
    private static final int BATCH = 64;
    private static final double LEARNING_RATE = 5e-3;
    private static final long SEED = 1;

    private double[][] weights; // W [r, D]
    private final double[][] expansion; // V [D, r], no rows where it is the identity
    private double[][] classifier; // C [classes, D or r]
    private double[] steps; // [r]
    private final int bits;

    private SupervisedProjection(double[][] weights, double[][] expansion, int classes, int bits) {
        this.weights = weights;
        this.expansion = expansion;
        this.bits = bits;
        this.classifier = new double[classes][expansion.length > 0 ? expansion.length : weights.length];
        this.steps = new double[weights.length];
    }

    /** Where a kind begins; rows [images, D]. */
    static SupervisedProjection start(LearntVector.Kind kind, double[][] rows, int components, int classes, int bits) {
        int dim = rows[0].length;
        double[][] identity = new double[dim][dim];
        for (int d = 0; d < dim; d++) {
            identity[d][d] = 1;
        }
        return switch (kind) {
            case SLICED ->
                new SupervisedProjection(Arrays.copyOf(identity, components), new double[0][], classes, bits);
            case PRUNED -> new SupervisedProjection(identity, new double[0][], classes, bits);
            case LOW_RANK -> {
                double[][] principal = principal(rows, components); // [r, D]
                double[][] back = new double[dim][components];
                for (int k = 0; k < components; k++) {
                    for (int d = 0; d < dim; d++) {
                        back[d][k] = principal[k][d];
                    }
                }
                yield new SupervisedProjection(principal, back, classes, bits);
            }
        };
    }

    private static double[][] principal(double[][] rows, int components) {
        List<float[]> floats = Arrays.stream(rows)
                .map(row -> {
                    float[] values = new float[row.length];
                    for (int d = 0; d < values.length; d++) {
                        values[d] = (float) row[d];
                    }
                    return values;
                })
                .toList();
        return Arrays.copyOf(Covariance.of(floats, rows[0].length).axes().rows(), components);
    }

    int outputs() {
        return weights.length;
    }

    /** W [r, D]. */
    double[][] weights() {
        return weights;
    }

    /** The quantizer's step of each output. */
    double[] steps() {
        return steps;
    }

    static int level(double value, double step, int bits) {
        int most = (1 << bits - 1) - 1;
        return step == 0 ? 0 : (int) Math.max(-most, Math.min(most, Math.rint(value / step)));
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** Keeps the outputs of the largest norm over the images. */
    void keepStrongest(double[][] rows, int kept) {
        double[] norms = new double[outputs()];
        for (double[] row : rows) {
            for (int k = 0; k < norms.length; k++) {
                double z = dot(weights[k], row);
                norms[k] += z * z;
            }
        }
        int[] strongest = IntStream.range(0, norms.length)
                .boxed()
                .sorted((a, b) -> Double.compare(norms[b], norms[a]))
                .limit(kept)
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
        weights = IntStream.of(strongest).mapToObj(k -> weights[k]).toArray(double[][]::new);
        double[][] before = classifier;
        classifier = Arrays.stream(before)
                .map(row -> IntStream.of(strongest).mapToDouble(k -> row[k]).toArray())
                .toArray(double[][]::new);
        steps = new double[kept];
    }

    void train(double[][] rows, int[] labels) {
        Adam[] adams = {new Adam(weights), new Adam(expansion), new Adam(classifier)};
        SplittableRandom random = new SplittableRandom(SEED);
        int[] order = IntStream.range(0, rows.length).toArray();
        int total = EPOCHS * ((rows.length + BATCH - 1) / BATCH);
        int done = 0;
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            fitSteps(rows);
            Shuffle.inPlace(order, random);
            for (int from = 0; from < order.length; from += BATCH) {
                int to = Math.min(from + BATCH, order.length);
                for (int i = from; i < to; i++) {
                    addGradients(rows[order[i]], labels[order[i]], adams);
                }
                double rate = LEARNING_RATE * (1 - (double) done++ / total);
                for (Adam adam : adams) {
                    adam.step(rate, to - from);
                }
            }
        }
        fitSteps(rows);
    }

    /** The steps that just cover every output's range over the images. */
    private void fitSteps(double[][] rows) {
        double[] most = new double[outputs()];
        for (double[] row : rows) {
            for (int k = 0; k < most.length; k++) {
                most[k] = Math.max(most[k], Math.abs(dot(weights[k], row)));
            }
        }
        for (int k = 0; k < most.length; k++) {
            steps[k] = most[k] / ((1 << bits - 1) - 1);
        }
    }

    private void addGradients(double[] x, int label, Adam[] adams) {
        double[] z = new double[outputs()];
        for (int k = 0; k < z.length; k++) {
            z[k] = level(dot(weights[k], x), steps[k], bits) * steps[k];
        }
        boolean expands = expansion.length > 0;
        double[] seen = expands
                ? Arrays.stream(expansion).mapToDouble(row -> dot(row, z)).toArray()
                : z;
        double[] dlogits = new double[classifier.length];
        double sum = 0;
        for (int c = 0; c < dlogits.length; c++) {
            dlogits[c] = Math.exp(Math.min(60, dot(classifier[c], seen)));
            sum += dlogits[c];
        }
        double[] dseen = new double[seen.length];
        for (int c = 0; c < dlogits.length; c++) {
            double d = dlogits[c] / sum - (c == label ? 1 : 0);
            addScaled(d, classifier[c], dseen);
            addScaled(d, seen, adams[2].gradients[c]);
        }
        double[] dz = expands ? new double[z.length] : dseen;
        if (expands) {
            for (int i = 0; i < expansion.length; i++) {
                addScaled(dseen[i], expansion[i], dz);
                addScaled(dseen[i], z, adams[1].gradients[i]);
            }
        }
        for (int k = 0; k < dz.length; k++) {
            addScaled(dz[k], x, adams[0].gradients[k]);
        }
    }

    private static void addScaled(double factor, double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] += factor * x[i];
        }
    }

    /** Adam (Kingma and Ba, arXiv 1412.6980) on one matrix. */
    private static final class Adam {
        private final double[][] parameters;
        private final double[][] gradients;
        private final double[][] mean;
        private final double[][] square;
        private int steps;

        Adam(double[][] parameters) {
            this.parameters = parameters;
            this.gradients = zeros(parameters);
            this.mean = zeros(parameters);
            this.square = zeros(parameters);
        }

        /** One step on the mean of the gradients of so many images, which are then 0 again. */
        void step(double rate, int images) {
            steps++;
            double scale = rate * Math.sqrt(1 - Math.pow(0.999, steps)) / (1 - Math.pow(0.9, steps));
            for (int i = 0; i < parameters.length; i++) {
                for (int j = 0; j < parameters[i].length; j++) {
                    double g = gradients[i][j] / images;
                    gradients[i][j] = 0;
                    mean[i][j] = 0.9 * mean[i][j] + 0.1 * g;
                    square[i][j] = 0.999 * square[i][j] + 0.001 * g * g;
                    parameters[i][j] -= scale * mean[i][j] / (Math.sqrt(square[i][j]) + 1e-8);
                }
            }
        }

        private static double[][] zeros(double[][] like) {
            return Arrays.stream(like).map(row -> new double[row.length]).toArray(double[][]::new);
        }
    }
}
