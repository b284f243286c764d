package org.nec4j.kernel;

import java.util.Arrays;

/** ALISTA's analysis matrix of a dictionary Phi [m, n] in closed form, and the gradient through it ({@link SensingKernels#analysis}). */
final class AnalysisMatrix {
    private final double[] phi;
    private final int m;
    private final int n;
    private final double ridge;
    private final double floor;
    private final ElementAccess elements;
    /** The lower Cholesky factor of Phi Phiᵀ + ridge * mean(diag) I, [m, m]. */
    private final double[] factor;
    /** (Phi Phiᵀ + ..)^-1 Phi, [m, n]. */
    private final double[] v;
    /** phi_j · v_j, [n]. */
    private final double[] scales;

    AnalysisMatrix(double[] phi, int m, int n, double ridge, double floor, ElementAccess elements) {
        this.phi = phi;
        this.m = m;
        this.n = n;
        this.ridge = ridge;
        this.floor = floor;
        this.elements = elements;
        this.factor = cholesky(gram());
        this.v = solve(phi);
        this.scales = dots(phi, v);
    }

    double[] analysis() {
        double[] w = new double[m * n];
        for (int i = 0; i < w.length; i++) {
            w[i] = v[i] / Math.max(scales[i % n], floor);
        }
        return w;
    }

    /** The gradient with respect to Phi from that of the matrix. */
    double[] backward(double[] dw) {
        double[] along = dots(dw, v);
        double[] dv = new double[m * n];
        double[] dphi = new double[m * n];
        for (int i = 0; i < dw.length; i++) {
            int j = i % n;
            double scale = Math.max(scales[j], floor);
            double byScale = scales[j] > floor ? -along[j] / (scale * scale) : 0;
            dv[i] = dw[i] / scale + byScale * phi[i];
            dphi[i] = byScale * v[i];
        }
        double[] u = solve(dv);
        double[] dgram = new double[m * m];
        elements.each(m, a -> {
            for (int b = 0; b < m; b++) {
                for (int j = 0; j < n; j++) {
                    dgram[a * m + b] -= u[a * n + j] * v[b * n + j];
                }
            }
        });
        double trace = 0;
        for (int a = 0; a < m; a++) {
            trace += dgram[a * m + a];
        }
        double byDiagonal = 2 * ridge / m * trace;
        elements.each(m, a -> {
            for (int b = 0; b < m; b++) {
                double both = dgram[a * m + b] + dgram[b * m + a] + (a == b ? byDiagonal : 0);
                for (int j = 0; j < n; j++) {
                    dphi[a * n + j] += both * phi[b * n + j];
                }
            }
            for (int j = a * n; j < (a + 1) * n; j++) {
                dphi[j] += u[j];
            }
        });
        return dphi;
    }

    private double[] gram() {
        double[] gram = new double[m * m];
        elements.each(m, a -> {
            for (int b = 0; b <= a; b++) {
                double sum = 0;
                for (int j = 0; j < n; j++) {
                    sum += phi[a * n + j] * phi[b * n + j];
                }
                gram[a * m + b] = sum;
            }
        });
        double trace = 0;
        for (int a = 0; a < m; a++) {
            trace += gram[a * m + a];
        }
        for (int a = 0; a < m; a++) {
            gram[a * m + a] += ridge * trace / m;
        }
        return gram;
    }

    /** In place of the lower half; what is no number goes through. */
    private double[] cholesky(double[] gram) {
        for (int a = 0; a < m; a++) {
            for (int b = 0; b <= a; b++) {
                double sum = gram[a * m + b];
                for (int k = 0; k < b; k++) {
                    sum -= gram[a * m + k] * gram[b * m + k];
                }
                if (a == b && sum <= 0) {
                    throw new IllegalArgumentException("the rows of a sensing matrix depend on one another: row " + a
                            + " of " + m + " is made of those before it");
                }
                gram[a * m + b] = a == b ? Math.sqrt(sum) : sum / gram[b * m + b];
            }
        }
        return gram;
    }

    /** (L Lᵀ)^-1 of every column, a stretch of columns at a time. */
    private double[] solve(double[] right) {
        double[] x = Arrays.copyOf(right, right.length);
        int stretch = 64;
        elements.each((n + stretch - 1) / stretch, part -> {
            int from = part * stretch;
            int to = Math.min(n, from + stretch);
            for (int a = 0; a < m; a++) {
                for (int k = 0; k < a; k++) {
                    subtract(x, a, factor[a * m + k], k, from, to);
                }
                divide(x, a, from, to);
            }
            for (int a = m - 1; a >= 0; a--) {
                for (int k = a + 1; k < m; k++) {
                    subtract(x, a, factor[k * m + a], k, from, to);
                }
                divide(x, a, from, to);
            }
        });
        return x;
    }

    private void subtract(double[] x, int row, double times, int other, int from, int to) {
        for (int j = from; j < to; j++) {
            x[row * n + j] -= times * x[other * n + j];
        }
    }

    private void divide(double[] x, int row, int from, int to) {
        for (int j = from; j < to; j++) {
            x[row * n + j] /= factor[row * m + row];
        }
    }

    /** a_j · b_j of every column. */
    private double[] dots(double[] a, double[] b) {
        double[] dots = new double[n];
        for (int i = 0; i < a.length; i++) {
            dots[i % n] += a[i] * b[i];
        }
        return dots;
    }
}
