package org.nec4j.kernel;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Transform coding in double, an image at a time, for whoever can bring elements to Java and back: next to the products of a step it costs
 * little. Sums over images are taken in their order.
 */
public final class ComposedTransforms implements TransformKernels {
    private final ElementAccess elements;

    /** On a backend's arrays. */
    public ComposedTransforms(ElementAccess elements) {
        this.elements = elements;
    }

    @Override
    public void cosine(INDArray x, int rows, int columns, boolean inverse, INDArray out) {
        int k = (int) x.size(2);
        int tokens = rows * columns;
        if (x.size(1) != tokens) {
            throw new IllegalArgumentException(x.size(1) + " tokens are no grid of " + rows + " x " + columns);
        }
        double[] values = elements.read(x);
        double[][] across = matrix(columns, inverse);
        double[][] down = matrix(rows, inverse);
        elements.each((int) x.size(0), image -> {
            double[] half = new double[tokens * k];
            double[] whole = new double[tokens * k];
            int at = image * tokens * k;
            for (int r = 0; r < rows; r++) {
                for (int v = 0; v < columns; v++) {
                    for (int c = 0; c < columns; c++) {
                        addRow(half, (r * columns + v) * k, across[v][c], values, at + (r * columns + c) * k, k);
                    }
                }
            }
            for (int u = 0; u < rows; u++) {
                for (int r = 0; r < rows; r++) {
                    addRow(whole, u * columns * k, down[u][r], half, r * columns * k, columns * k);
                }
            }
            System.arraycopy(whole, 0, values, at, whole.length);
        });
        elements.write(out, values);
    }

    @Override
    public double quantize(
            INDArray c,
            INDArray logSteps,
            INDArray logScales,
            INDArray noise,
            Quantization how,
            INDArray coded,
            INDArray slopes) {
        int b = (int) c.size(0);
        int k = (int) c.size(2);
        int numbers = (int) (c.size(1) * k);
        double[] values = elements.read(c);
        double[] steps = exp(elements.read(logSteps));
        double[] scales = exp(elements.read(logScales));
        double[] added = elements.read(noise);
        double[] hat = new double[values.length];
        double[] both = new double[2 * values.length];
        double[] bits = new double[b];
        elements.each(b, image -> {
            LaplaceMass mass = new LaplaceMass();
            LaplaceQuantizer quantizer = new LaplaceQuantizer();
            double weight = how.weights()[image];
            for (int i = k; i < numbers; i++) {
                int at = image * numbers + i;
                double step = how.deltas()[image] * steps[i - k];
                double v = values[at] / step;
                double noisy = v + added[image * (numbers + k) + k + i];
                double scale = scales[i - k] / step + FLOOR;
                if (how.share() < 1) {
                    mass.of(noisy, scale);
                    add(mass, weight * (1 - how.share()), bits, image, both, at);
                }
                if (how.price() == 0) {
                    hat[at] = step * rounded(v, noisy, how);
                } else {
                    quantizer.of(v, scale, how.price());
                    hat[at] = step * quantizer.decoded();
                    mass.of(quantizer.symbol(), scale);
                    add(mass, weight * how.share(), bits, image, both, at);
                }
            }
        });
        elements.write(coded, hat);
        elements.write(slopes, both);
        return Arrays.stream(bits).sum();
    }

    /** Adds weighed bits to an image's, and their slopes to a coefficient's: by its place, then by its scale. */
    private static void add(LaplaceMass mass, double weight, double[] bits, int image, double[] slopes, int at) {
        bits[image] += weight * mass.bits();
        slopes[at] += weight * mass.byPlace();
        slopes[slopes.length / 2 + at] += weight * mass.byScale();
    }

    private static double rounded(double v, double noisy, Quantization how) {
        double magnitude = Math.floor(Math.abs(v) + how.rounding());
        return how.rounding() == 0 ? noisy : v < 0 ? -magnitude : magnitude;
    }

    @Override
    public void quantizeBackward(
            INDArray c,
            INDArray logSteps,
            INDArray logScales,
            Quantization how,
            INDArray coded,
            INDArray slopes,
            double factor,
            INDArray dcoded,
            INDArray dc,
            INDArray dlogSteps,
            INDArray dlogScales) {
        int b = (int) c.size(0);
        int k = (int) c.size(2);
        int numbers = (int) (c.size(1) * k);
        double[] values = elements.read(c);
        double[] hat = elements.read(coded);
        double[] both = elements.read(slopes);
        double[] above = elements.read(dcoded);
        double[] steps = exp(elements.read(logSteps));
        double[] scales = exp(elements.read(logScales));
        double[] below = new double[values.length];
        double[][] bySteps = new double[b][numbers - k];
        double[][] byScales = new double[b][numbers - k];
        elements.each(b, image -> {
            for (int i = k; i < numbers; i++) {
                int at = image * numbers + i;
                double step = how.deltas()[image] * steps[i - k];
                double byScale = factor * both[values.length + at] * scales[i - k] / step;
                double byV = above[at] * step + factor * both[at];
                below[at] = byV / step;
                bySteps[image][i - k] = above[at] * hat[at] - byV * values[at] / step - byScale;
                byScales[image][i - k] = byScale;
            }
        });
        elements.write(dc, below);
        elements.write(dlogSteps, sum(bySteps));
        elements.write(dlogScales, sum(byScales));
    }

    @Override
    public void centre(INDArray x, INDArray y) {
        int tokens = (int) x.size(1);
        int k = (int) x.size(2);
        double[] values = elements.read(x);
        elements.each((int) x.size(0), image -> {
            double[] mean = new double[k];
            for (int t = 0; t < tokens; t++) {
                addRow(mean, 0, 1.0 / tokens, values, (image * tokens + t) * k, k);
            }
            for (int t = 0; t < tokens; t++) {
                addRow(values, (image * tokens + t) * k, -1, mean, 0, k);
            }
        });
        elements.write(y, values);
    }

    @Override
    public double filteredSquares(INDArray parts, INDArray wanted, double weight, double power, double factor) {
        int b = (int) wanted.size(0);
        int tokens = (int) wanted.size(1);
        int k = (int) wanted.size(2);
        double[] values = elements.read(parts);
        double[] labels = elements.read(wanted);
        double[] sums = new double[b];
        elements.each(b, image -> {
            double octave = values[image * tokens * (2 * k + 1) + 2 * k];
            double reach = StrictMath.pow(2, octave);
            double weighed = weight * StrictMath.pow(2, power * octave);
            double byReach = 0;
            for (int t = image * tokens; t < (image + 1) * tokens; t++) {
                int at = t * (2 * k + 1);
                for (int i = 0; i < k; i++) {
                    double error = values[at + i] + reach * values[at + k + i] - labels[t * k + i];
                    sums[image] += weighed * error * error;
                    double slope = 2 * factor * weighed * error;
                    byReach += slope * values[at + k + i];
                    values[at + i] = slope;
                    values[at + k + i] = reach * slope;
                }
                values[at + 2 * k] = 0;
            }
            double byOctave = StrictMath.log(2) * (power * factor * sums[image] + reach * byReach);
            values[image * tokens * (2 * k + 1) + 2 * k] = byOctave;
        });
        elements.write(parts, values);
        return Arrays.stream(sums).sum();
    }

    /** Rows of the orthonormal DCT-II, [n, n]; transposed for the inverse. */
    private static double[][] matrix(int n, boolean inverse) {
        double[][] rows = new double[n][n];
        for (int u = 0; u < n; u++) {
            double norm = Math.sqrt((u == 0 ? 1.0 : 2.0) / n);
            for (int x = 0; x < n; x++) {
                double value = norm * StrictMath.cos(Math.PI * u * (2 * x + 1) / (2 * n));
                if (inverse) {
                    rows[x][u] = value;
                } else {
                    rows[u][x] = value;
                }
            }
        }
        return rows;
    }

    private static void addRow(double[] sum, int at, double factor, double[] row, int from, int length) {
        for (int i = 0; i < length; i++) {
            sum[at + i] += factor * row[from + i];
        }
    }

    private static double[] exp(double[] logarithms) {
        return Arrays.stream(logarithms).map(StrictMath::exp).toArray();
    }

    private static double[] sum(double[][] images) {
        double[] sum = images[0].clone();
        for (int image = 1; image < images.length; image++) {
            addRow(sum, 0, 1, images[image], 0, sum.length);
        }
        return sum;
    }
}
