package org.nec4j.kernel;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compressed sensing in double, a row at a time: next to the products of an iteration it costs little. */
public final class ComposedSensing implements SensingKernels {
    private final ElementAccess elements;

    /** On a backend's arrays. */
    public ComposedSensing(ElementAccess elements) {
        this.elements = elements;
    }

    @Override
    public void wavelet(INDArray x, Wavelet wavelet, int levels, boolean inverse, INDArray out) {
        double[] values = elements.read(x);
        if (levels > 0) {
            int n = (int) x.size(-1);
            WaveletTransform transform = new WaveletTransform(wavelet, levels, n);
            elements.each(values.length / n, row -> {
                if (inverse) {
                    transform.inverse(values, row * n);
                } else {
                    transform.forward(values, row * n);
                }
            });
        }
        elements.write(out, values);
    }

    @Override
    public void multiply(INDArray a, INDArray b, INDArray out) {
        double[] values = elements.read(a);
        double[] factors = elements.read(b);
        for (int i = 0; i < values.length; i++) {
            values[i] *= factors[i];
        }
        elements.write(out, values);
    }

    @Override
    public void disturb(INDArray x, INDArray noise, double level, INDArray y) {
        int n = (int) x.size(-1);
        double[] values = elements.read(x);
        double[] drawn = elements.read(noise);
        elements.each(values.length / n, row -> {
            double scale = level * RowSpread.of(values, row * n, n).deviation();
            for (int i = row * n; i < (row + 1) * n; i++) {
                values[i] += scale * drawn[i];
            }
        });
        elements.write(y, values);
    }

    @Override
    public void disturbBackward(INDArray dy, INDArray x, INDArray noise, double level, INDArray dx) {
        int n = (int) x.size(-1);
        double[] values = elements.read(x);
        double[] drawn = elements.read(noise);
        double[] d = elements.read(dy);
        elements.each(values.length / n, row -> {
            RowSpread spread = RowSpread.of(values, row * n, n);
            double byDeviation = 0;
            for (int i = row * n; i < (row + 1) * n; i++) {
                byDeviation += level * d[i] * drawn[i];
            }
            for (int i = row * n; spread.deviation() != 0 && i < (row + 1) * n; i++) {
                d[i] += byDeviation * (values[i] - spread.mean()) / (n * spread.deviation());
            }
        });
        elements.write(dx, d);
    }

    @Override
    public void analysis(INDArray phi, double ridge, double floor, INDArray w) {
        elements.write(w, matrix(phi, ridge, floor).analysis());
    }

    @Override
    public void analysisBackward(INDArray phi, double ridge, double floor, INDArray dw, INDArray dphi) {
        double[] sum = elements.read(dphi);
        double[] gradient = matrix(phi, ridge, floor).backward(elements.read(dw));
        for (int i = 0; i < sum.length; i++) {
            sum[i] += gradient[i];
        }
        elements.write(dphi, sum);
    }

    private AnalysisMatrix matrix(INDArray phi, double ridge, double floor) {
        return new AnalysisMatrix(elements.read(phi), (int) phi.size(0), (int) phi.size(1), ridge, floor, elements);
    }

    @Override
    public void constants(INDArray b, INDArray c, INDArray constants) {
        double[] values = new double[4];
        spread(sizes(b), values, 0);
        spread(sizes(c), values, 2);
        elements.write(constants, values);
    }

    private static void spread(double[] sizes, double[] constants, int at) {
        RowSpread spread = RowSpread.of(sizes, 0, sizes.length);
        double deviation = spread.deviation() * Math.sqrt(sizes.length / Math.max(1.0, sizes.length - 1.0));
        constants[at] = spread.mean();
        constants[at + 1] = deviation == 0 ? 1 : deviation;
    }

    /** |x_r|_1 of every row. */
    private double[] sizes(INDArray x) {
        int n = (int) x.size(-1);
        double[] values = elements.read(x);
        double[] sizes = new double[values.length / n];
        for (int row = 0; row < sizes.length; row++) {
            for (int i = row * n; i < (row + 1) * n; i++) {
                sizes[row] += Math.abs(values[i]);
            }
        }
        return sizes;
    }

    @Override
    public void readings(INDArray b, INDArray c, INDArray constants, INDArray readings) {
        double[] ofB = sizes(b);
        double[] ofC = sizes(c);
        double[] k = elements.read(constants);
        double[] read = new double[2 * ofB.length];
        for (int row = 0; row < ofB.length; row++) {
            read[2 * row] = (ofB[row] - k[0]) / k[1];
            read[2 * row + 1] = (ofC[row] - k[2]) / k[3];
        }
        elements.write(readings, read);
    }

    @Override
    public void readingsBackward(
            INDArray dreadings, INDArray b, INDArray c, INDArray constants, INDArray db, INDArray dc) {
        double[] d = elements.read(dreadings);
        double[] k = elements.read(constants);
        addSigns(b, d, 0, k[1], db);
        addSigns(c, d, 1, k[3], dc);
    }

    private void addSigns(INDArray x, double[] dreadings, int column, double deviation, INDArray dx) {
        int n = (int) x.size(-1);
        double[] values = elements.read(x);
        double[] sum = elements.read(dx);
        for (int i = 0; i < values.length; i++) {
            sum[i] += Math.signum(values[i]) * dreadings[2 * (i / n) + column] / deviation;
        }
        elements.write(dx, sum);
    }

    @Override
    public void lstm(INDArray gates, INDArray before, INDArray cell, INDArray hidden) {
        int h = (int) before.size(-1);
        double[] all = elements.read(gates);
        double[] cells = elements.read(before);
        double[] hiddens = new double[cells.length];
        elements.each(cells.length / h, row -> {
            for (int j = 0; j < h; j++) {
                int at = 4 * row * h + j;
                int i = row * h + j;
                cells[i] = sigmoid(all[at + h]) * cells[i] + sigmoid(all[at]) * StrictMath.tanh(all[at + 2 * h]);
                hiddens[i] = sigmoid(all[at + 3 * h]) * StrictMath.tanh(cells[i]);
            }
        });
        elements.write(cell, cells);
        elements.write(hidden, hiddens);
    }

    @Override
    public void lstmBackward(
            INDArray dcell, INDArray dhidden, INDArray gates, INDArray before, INDArray dgates, INDArray dbefore) {
        int h = (int) before.size(-1);
        double[] all = elements.read(gates);
        double[] cells = elements.read(before);
        double[] above = elements.read(dhidden);
        double[] d = elements.read(dcell);
        double[] byGates = new double[all.length];
        elements.each(cells.length / h, row -> {
            for (int j = 0; j < h; j++) {
                int at = 4 * row * h + j;
                int n = row * h + j;
                double i = sigmoid(all[at]);
                double f = sigmoid(all[at + h]);
                double g = StrictMath.tanh(all[at + 2 * h]);
                double o = sigmoid(all[at + 3 * h]);
                double bent = StrictMath.tanh(f * cells[n] + i * g);
                double byCell = d[n] + above[n] * o * (1 - bent * bent);
                byGates[at] = byCell * g * i * (1 - i);
                byGates[at + h] = byCell * cells[n] * f * (1 - f);
                byGates[at + 2 * h] = byCell * i * (1 - g * g);
                byGates[at + 3 * h] = above[n] * bent * o * (1 - o);
                d[n] = byCell * f;
            }
        });
        elements.write(dgates, byGates);
        elements.write(dbefore, d);
    }

    @Override
    public void softplus(INDArray x, INDArray y) {
        elements.write(
                y,
                Arrays.stream(elements.read(x)).map(ComposedSensing::softplus).toArray());
    }

    @Override
    public void softplusBackward(INDArray x, INDArray d) {
        double[] values = elements.read(x);
        double[] gradients = elements.read(d);
        for (int i = 0; i < values.length; i++) {
            gradients[i] *= sigmoid(values[i]);
        }
        elements.write(d, gradients);
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    @Override
    public void shrink(INDArray s, INDArray c, INDArray control, int selected, INDArray out) {
        Shrinkage shrinkage = shrinkage(s, c, control, selected);
        double[] shrunk = new double[Math.toIntExact(s.length())];
        elements.each(shrinkage.rows(), row -> shrinkage.forward(row, shrunk));
        elements.write(out, shrunk);
    }

    @Override
    public void shrinkBackward(
            INDArray dout,
            INDArray s,
            INDArray c,
            INDArray control,
            int selected,
            INDArray ds,
            INDArray dc,
            INDArray dcontrol) {
        Shrinkage shrinkage = shrinkage(s, c, control, selected);
        double[] byS = elements.read(dout);
        double[] byC = new double[byS.length];
        double[] byControl = new double[2 * shrinkage.rows()];
        elements.each(shrinkage.rows(), row -> shrinkage.backward(row, byS, byC, byControl));
        elements.write(ds, byS);
        elements.write(dc, byC);
        elements.write(dcontrol, byControl);
    }

    private Shrinkage shrinkage(INDArray s, INDArray c, INDArray control, int selected) {
        return new Shrinkage(elements.read(s), elements.read(c), elements.read(control), (int) s.size(-1), selected);
    }

    @Override
    public double meanSquare(INDArray x, INDArray wanted, INDArray dx) {
        double[] values = elements.read(x);
        double[] labels = elements.read(wanted);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            double error = values[i] - labels[i];
            sum += error * error;
            values[i] = 2 * error / values.length;
        }
        elements.write(dx, values);
        return sum / values.length;
    }
}
