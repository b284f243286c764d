package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Divisive normalization and vector quantization in double, next to whose products they cost little. */
public final class ComposedGrids implements GridKernels {
    /** Rows whose nearest codes are looked for at once. */
    private static final int ROWS = 64;

    private final ElementAccess elements;

    /** On a backend's arrays. */
    public ComposedGrids(ElementAccess elements) {
        this.elements = elements;
    }

    @Override
    public void affine(INDArray x, double[] scales, double[] shifts, INDArray y) {
        double[] values = elements.read(x);
        for (int i = 0; i < values.length; i++) {
            values[i] = values[i] * scales[i % scales.length] + shifts[i % shifts.length];
        }
        elements.write(y, values);
    }

    @Override
    public void bounded(INDArray stored, double bound, INDArray used) {
        double[] values = elements.read(stored);
        for (int i = 0; i < values.length; i++) {
            double value = Math.max(values[i], (float) bound);
            values[i] = value * value - PEDESTAL;
        }
        elements.write(used, values);
    }

    @Override
    public void boundedBackward(INDArray dused, INDArray stored, double bound, INDArray dstored) {
        double[] values = elements.read(stored);
        double[] d = elements.read(dused);
        for (int i = 0; i < values.length; i++) {
            d[i] *= 2 * Math.max(values[i], (float) bound);
            if (values[i] < (float) bound && d[i] >= 0) {
                d[i] = 0;
            }
        }
        elements.write(dstored, d);
    }

    @Override
    public void square(INDArray x, INDArray squares) {
        double[] values = elements.read(x);
        for (int i = 0; i < values.length; i++) {
            values[i] *= values[i];
        }
        elements.write(squares, values);
    }

    @Override
    public void divide(INDArray x, INDArray norms, boolean inverse, INDArray y) {
        double[] values = elements.read(x);
        double[] squares = elements.read(norms);
        for (int i = 0; i < values.length; i++) {
            double norm = Math.sqrt(squares[i]);
            values[i] = inverse ? values[i] * norm : values[i] / norm;
        }
        elements.write(y, values);
    }

    @Override
    public void divideBackward(INDArray dy, INDArray x, INDArray norms, boolean inverse, INDArray dnorms, INDArray dx) {
        double[] d = elements.read(dy);
        double[] values = elements.read(x);
        double[] squares = elements.read(norms);
        for (int i = 0; i < d.length; i++) {
            double norm = Math.sqrt(squares[i]);
            double byNorm = inverse ? 0.5 / norm : -0.5 / (squares[i] * norm);
            squares[i] = d[i] * values[i] * byNorm;
            d[i] = inverse ? d[i] * norm : d[i] / norm;
        }
        elements.write(dnorms, squares);
        elements.write(dx, d);
    }

    @Override
    public void addSquareBackward(INDArray dsquares, INDArray x, INDArray dx) {
        double[] d = elements.read(dsquares);
        double[] values = elements.read(x);
        double[] sum = elements.read(dx);
        for (int i = 0; i < d.length; i++) {
            sum[i] += 2 * values[i] * d[i];
        }
        elements.write(dx, sum);
    }

    @Override
    public double nearest(INDArray x, INDArray codes, int[] chosen, INDArray y) {
        int dim = (int) codes.size(1);
        double[] values = elements.read(x);
        double[] book = elements.read(codes);
        double[] found = new double[values.length];
        elements.each((chosen.length + ROWS - 1) / ROWS, part -> {
            for (int row = part * ROWS; row < Math.min(chosen.length, (part + 1) * ROWS); row++) {
                chosen[row] = nearest(values, row * dim, book, dim);
                for (int i = 0; i < dim; i++) {
                    double value = values[row * dim + i];
                    found[row * dim + i] = Double.isNaN(value) ? value : book[chosen[row] * dim + i];
                }
            }
        });
        elements.write(y, found);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (found[i] - values[i]) * (found[i] - values[i]);
        }
        return sum / values.length;
    }

    private static int nearest(double[] values, int at, double[] book, int dim) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int code = 0; code < book.length / dim; code++) {
            double distance = 0;
            for (int i = 0; i < dim; i++) {
                double apart = values[at + i] - book[code * dim + i];
                distance += apart * apart;
            }
            if (distance < least) {
                least = distance;
                best = code;
            }
        }
        return best;
    }

    @Override
    public void follow(
            INDArray x, int[] chosen, double decay, double epsilon, INDArray sizes, INDArray sums, INDArray codes) {
        double[] values = elements.read(x);
        double[] n = elements.read(sizes);
        double[] m = elements.read(sums);
        int dim = m.length / n.length;
        scale(decay, n);
        scale(decay, m);
        for (int row = 0; row < chosen.length; row++) {
            n[chosen[row]] += 1 - decay;
            for (int i = 0; i < dim; i++) {
                m[chosen[row] * dim + i] += (1 - decay) * values[row * dim + i];
            }
        }
        double whole = 0;
        for (double size : n) {
            whole += size;
        }
        for (int k = 0; k < n.length; k++) {
            n[k] = (n[k] + epsilon) / (whole + n.length * epsilon) * whole;
        }
        elements.write(sizes, n);
        elements.write(sums, m);
        for (int i = 0; i < m.length; i++) {
            m[i] /= n[i / dim];
        }
        elements.write(codes, m);
    }

    private static void scale(double factor, double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
        }
    }

    @Override
    public void place(
            INDArray x, int[] rows, int[] places, double size, INDArray sizes, INDArray sums, INDArray codes) {
        double[] values = elements.read(x);
        double[] n = elements.read(sizes);
        double[] m = elements.read(sums);
        double[] e = elements.read(codes);
        int dim = e.length / n.length;
        for (int i = 0; i < places.length; i++) {
            n[places[i]] = size;
            for (int j = 0; j < dim; j++) {
                double value = values[rows[i] * dim + j];
                e[places[i] * dim + j] = value;
                m[places[i] * dim + j] = size * value;
            }
        }
        elements.write(sizes, n);
        elements.write(sums, m);
        elements.write(codes, e);
    }

    @Override
    public double weightedSquares(INDArray x, INDArray labels, INDArray dx) {
        int c = (int) x.size(-1);
        double[] values = elements.read(x);
        double[] both = elements.read(labels);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            int at = i / c * 2 * c + i % c;
            double weight = both[at + c];
            double error = weight * (values[i] - both[at]);
            sum += error * error;
            values[i] = 2 * weight * error / values.length;
        }
        elements.write(dx, values);
        return sum / values.length;
    }
}
