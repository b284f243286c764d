package org.nec4j.kernel;

/**
 * Soft thresholding with support selection, a row at a time ({@link SensingKernels#shrink}).
 *
 * @param s        [R, n]
 * @param c        [R, n]
 * @param control  [R, 2]: gamma and theta
 * @param n        numbers a row
 * @param selected which largest of a row stands for the bound above which numbers stay as they are; 0 for none
 */
@SuppressWarnings("ArrayRecordComponent") // for one call, compared by nobody
record Shrinkage(double[] s, double[] c, double[] control, int n, int selected) {
    Shrinkage {
        if (selected < 0 || selected > n) {
            throw new IllegalArgumentException("cannot select " + selected + " of " + n + " numbers");
        }
    }

    int rows() {
        return control.length / 2;
    }

    void forward(int row, double[] out) {
        double[] d = moved(row);
        double bound = bound(d);
        double theta = control[2 * row + 1];
        for (int j = 0; j < n; j++) {
            double size = Math.abs(d[j]);
            out[row * n + j] = size > bound ? d[j] : Math.signum(d[j]) * Math.max(size - theta, 0);
        }
    }

    /** The gradient with respect to s in place of that of the output, and those of c, gamma and theta. */
    void backward(int row, double[] gradient, double[] byC, double[] byControl) {
        double[] d = moved(row);
        double bound = bound(d);
        double gamma = control[2 * row];
        double theta = control[2 * row + 1];
        double byGamma = 0;
        double byTheta = 0;
        for (int j = 0; j < n; j++) {
            int at = row * n + j;
            boolean stays = Math.abs(d[j]) > bound;
            if (!stays && Math.abs(d[j]) <= theta) {
                gradient[at] *= 0; // and so keeps what is no number
            }
            if (!stays) {
                byTheta -= Math.signum(d[j]) * gradient[at];
            }
            byGamma -= gradient[at] * c[at];
            byC[at] = -gamma * gradient[at];
        }
        byControl[2 * row] = byGamma;
        byControl[2 * row + 1] = byTheta;
    }

    private double[] moved(int row) {
        double[] d = new double[n];
        for (int j = 0; j < n; j++) {
            d[j] = s[row * n + j] - control[2 * row] * c[row * n + j];
        }
        return d;
    }

    /** The selected-th largest magnitude; what is no number counts as infinite. */
    private double bound(double[] d) {
        if (selected < 2) {
            return Double.POSITIVE_INFINITY; // nothing lies above the largest
        }
        double[] largest = new double[selected]; // a heap, the least of them first
        for (int j = 0; j < n; j++) {
            double size = Double.isNaN(d[j]) ? Double.POSITIVE_INFINITY : Math.abs(d[j]);
            if (j < selected) {
                largest[j] = size;
            } else if (size > largest[0]) {
                largest[0] = size;
                sink(largest, 0);
            }
            for (int at = selected / 2 - 1; j == selected - 1 && at >= 0; at--) {
                sink(largest, at);
            }
        }
        return largest[0];
    }

    private static void sink(double[] heap, int at) {
        double value = heap[at];
        for (int below = 2 * at + 1; below < heap.length; below = 2 * at + 1) {
            if (below + 1 < heap.length && heap[below + 1] < heap[below]) {
                below++;
            }
            if (heap[below] >= value) {
                break;
            }
            heap[at] = heap[below];
            at = below;
        }
        heap[at] = value;
    }
}
