package org.nec4j.baseline;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.PolySchedule;
import org.nd4j.linalg.schedule.ScheduleType;
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

    /** The quantiser's step of each output. */
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
        SplittableRandom random = new SplittableRandom(SEED);
        int[] order = IntStream.range(0, rows.length).toArray();
        int total = EPOCHS * ((rows.length + BATCH - 1) / BATCH);
        Learning[] learning = Stream.of(weights, expansion, classifier)
                .map(matrix -> new Learning(matrix, total))
                .toArray(Learning[]::new);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            fitSteps(rows);
            Shuffle.inPlace(order, random);
            for (int from = 0; from < order.length; from += BATCH) {
                int to = Math.min(from + BATCH, order.length);
                for (int i = from; i < to; i++) {
                    addGradients(rows[order[i]], labels[order[i]], learning);
                }
                for (Learning matrix : learning) {
                    matrix.step(to - from);
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

    private void addGradients(double[] x, int label, Learning[] learning) {
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
            addScaled(d, seen, learning[2].gradients[c]);
        }
        double[] dz = expands ? new double[z.length] : dseen;
        if (expands) {
            for (int i = 0; i < expansion.length; i++) {
                addScaled(dseen[i], expansion[i], dz);
                addScaled(dseen[i], z, learning[1].gradients[i]);
            }
        }
        for (int k = 0; k < dz.length; k++) {
            addScaled(dz[k], x, learning[0].gradients[k]);
        }
    }

    private static void addScaled(double factor, double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] += factor * x[i];
        }
    }

    /** A matrix that learns by Adam, as DL4J has it, in float64. */
    private static final class Learning {
        private final double[][] parameters;
        private final double[][] gradients;
        private final AdamUpdater adam;
        private int steps;

        /** @param total steps in which the learning rate falls to 0 in a line */
        Learning(double[][] parameters, int total) {
            this.parameters = parameters;
            this.gradients =
                    Arrays.stream(parameters).map(row -> new double[row.length]).toArray(double[][]::new);
            Adam config = new Adam(new PolySchedule(ScheduleType.ITERATION, LEARNING_RATE, 1, total));
            this.adam = new AdamUpdater(config);
            long numbers = Arrays.stream(parameters).mapToLong(row -> row.length).sum();
            if (numbers > 0) {
                adam.setStateViewArray(
                        Nd4j.zeros(DataType.DOUBLE, 1, 2 * numbers), new long[] {1, numbers}, 'c', true);
            }
        }

        /** One step on the mean of the gradients of so many images, which are then 0 again. */
        void step(int images) {
            if (parameters.length == 0) {
                return;
            }
            int columns = parameters[0].length;
            double[] mean = new double[parameters.length * columns];
            for (int i = 0; i < parameters.length; i++) {
                for (int j = 0; j < columns; j++) {
                    mean[i * columns + j] = gradients[i][j] / images;
                    gradients[i][j] = 0;
                }
            }
            INDArray update = Nd4j.createFromArray(mean).reshape(1, mean.length);
            adam.applyUpdater(update, steps++, 0);
            double[] moved = update.toDoubleVector();
            for (int i = 0; i < parameters.length; i++) {
                for (int j = 0; j < columns; j++) {
                    parameters[i][j] -= moved[i * columns + j];
                }
            }
        }
    }
}
