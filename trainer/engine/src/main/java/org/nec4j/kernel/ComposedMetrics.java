package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Losses on codes and their quantization in double: next to the encoder's products they cost little. */
public final class ComposedMetrics implements MetricKernels {
    private final ElementAccess elements;

    /** On a backend's arrays. */
    public ComposedMetrics(ElementAccess elements) {
        this.elements = elements;
    }

    @Override
    public double hardestTriplets(INDArray codes, int views, double margin, INDArray gradient) {
        int r = (int) codes.size(-1);
        double[] z = elements.read(codes);
        int b = z.length / r;
        if (views < 1 || b % views != 0 || b / views < 2) {
            throw new IllegalArgumentException(b + " rows are no two identities of " + views + " views");
        }
        double[] d = new double[z.length];
        double[] losses = new double[b];
        double[][] distances = new double[b][b];
        elements.each(b, a -> {
            for (int other = 0; other < b; other++) {
                distances[a][other] = distance(z, r, a, other);
            }
        });
        double sum = 0;
        for (int a = 0; a < b; a++) {
            int positive = -1;
            int negative = -1;
            double[] row = distances[a];
            for (int other = 0; other < b; other++) {
                // Negated comparisons take what is no number.
                if (other / views == a / views) {
                    positive = positive < 0 || !(row[other] <= row[positive]) ? other : positive;
                } else {
                    negative = negative < 0 || !(row[other] >= row[negative]) ? other : negative;
                }
            }
            double difference = row[positive] - row[negative];
            double slope = 1;
            if (margin == Double.POSITIVE_INFINITY) {
                losses[a] = Math.max(0, difference) + Math.log1p(Math.exp(-Math.abs(difference)));
                slope = 1 / (1 + Math.exp(-difference));
            } else {
                losses[a] = Math.max(0, margin + difference);
                slope = losses[a] > 0 || Double.isNaN(losses[a]) ? 1 : 0;
            }
            sum += losses[a];
            pull(z, r, a, positive, slope / b, row[positive], d);
            pull(z, r, a, negative, -slope / b, row[negative], d);
        }
        elements.write(gradient, d);
        return sum / b;
    }

    private static double distance(double[] z, int r, int one, int other) {
        double squares = 0;
        for (int i = 0; i < r; i++) {
            double difference = z[one * r + i] - z[other * r + i];
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }

    /** Adds the gradient of slope * d(one, other). */
    private static void pull(double[] z, int r, int one, int other, double slope, double distance, double[] d) {
        if (distance == 0) {
            return;
        }
        for (int i = 0; i < r; i++) {
            double along = slope * (z[one * r + i] - z[other * r + i]) / distance;
            d[one * r + i] += along;
            d[other * r + i] -= along;
        }
    }

    @Override
    public double smoothedEntropy(INDArray scores, INDArray labels, double smoothing) {
        int k = (int) scores.size(-1);
        double[] s = elements.read(scores);
        double[] wanted = elements.read(labels);
        int b = s.length / k;
        double[] losses = new double[b];
        elements.each(b, row -> {
            int from = row * k;
            double most = Double.NEGATIVE_INFINITY;
            double total = 0;
            for (int i = from; i < from + k; i++) {
                most = Math.max(most, s[i]);
                total += s[i];
            }
            double mass = 0;
            for (int i = from; i < from + k; i++) {
                mass += Math.exp(s[i] - most);
            }
            double norm = most + Math.log(mass);
            int label = from + (int) wanted[row];
            losses[row] = norm - (1 - smoothing) * s[label] - smoothing * total / k;
            for (int i = from; i < from + k; i++) {
                double target = smoothing / k + (i == label ? 1 - smoothing : 0);
                s[i] = (Math.exp(s[i] - norm) - target) / b;
            }
        });
        elements.write(scores, s);
        double sum = 0;
        for (double loss : losses) {
            sum += loss;
        }
        return sum / b;
    }

    @Override
    public void quantize(INDArray x, double step, int bits, INDArray y) {
        double[] values = elements.read(x);
        for (int i = 0; i < values.length; i++) {
            values[i] = step * level(values[i] / step, bits);
        }
        elements.write(y, values);
    }

    private static double level(double ratio, int bits) {
        double clipped = Math.max(-MetricKernels.below(bits), Math.min(MetricKernels.above(bits), ratio));
        return bits == 1 ? sign(clipped) : Math.rint(clipped);
    }

    private static double sign(double x) {
        return Double.isNaN(x) ? x : x >= 0 ? 1 : -1;
    }

    @Override
    public double quantizeBackward(INDArray dy, INDArray x, double step, int bits, INDArray dx) {
        double[] values = elements.read(x);
        double[] d = elements.read(dy);
        double ofStep = 0;
        for (int i = 0; i < values.length; i++) {
            double ratio = values[i] / step;
            boolean isClipped = ratio < -MetricKernels.below(bits) || ratio > MetricKernels.above(bits);
            ofStep += d[i] * (level(ratio, bits) - (isClipped ? 0 : ratio));
            d[i] *= isClipped ? 0 : 1;
        }
        elements.write(dx, d);
        return ofStep;
    }
}
