package org.nec4j.report;

/**
 * Shape-preserving piecewise cubic interpolation (Fritsch and Butland, SIAM J. Sci. Stat. Comput. 5, 1984: weighted harmonic
 * means of the neighbouring slopes, three-point formula at the ends); never overshoots its points.
 */
final class MonotoneCubic {
    private final double[] x;
    private final double[] y;
    private final double[] slope;

    /** Interpolates at least two points of strictly ascending x. */
    MonotoneCubic(double[] x, double[] y) {
        if (x.length < 2 || y.length != x.length) {
            throw new IllegalArgumentException("an interpolation needs two points or more, not " + x.length);
        }
        for (int i = 1; i < x.length; i++) {
            if (!(x[i] > x[i - 1])) {
                throw new IllegalArgumentException("x does not ascend at point " + i);
            }
        }
        this.x = x.clone();
        this.y = y.clone();
        this.slope = slopes(x, y);
    }

    /** The value at v, which lies within the points. */
    double at(double v) {
        int i = 0;
        while (i < x.length - 2 && v > x[i + 1]) {
            i++;
        }
        double h = x[i + 1] - x[i];
        double t = (v - x[i]) / h;
        double fromLeft = y[i] * (1 + 2 * t) + h * slope[i] * t;
        double fromRight = y[i + 1] * (3 - 2 * t) - h * slope[i + 1] * (1 - t);
        return fromLeft * (1 - t) * (1 - t) + fromRight * t * t;
    }

    /** The mean value over an interval within the points. */
    double mean(double from, double to) {
        double sum = 0;
        for (int i = 0; i < x.length - 1; i++) {
            double a = Math.max(from, x[i]);
            double b = Math.min(to, x[i + 1]);
            if (b > a) { // Simpson's rule is exact for a cubic
                sum += (at(a) + 4 * at((a + b) / 2) + at(b)) * (b - a) / 6;
            }
        }
        return sum / (to - from);
    }

    private static double[] slopes(double[] x, double[] y) {
        int last = x.length - 1;
        double[] h = new double[last];
        double[] secant = new double[last];
        for (int i = 0; i < last; i++) {
            h[i] = x[i + 1] - x[i];
            secant[i] = (y[i + 1] - y[i]) / h[i];
        }
        double[] slope = new double[x.length];
        if (last == 1) {
            slope[0] = secant[0];
            slope[1] = secant[0];
            return slope;
        }
        for (int i = 1; i < last; i++) {
            if (secant[i - 1] * secant[i] > 0) {
                double before = 2 * h[i] + h[i - 1];
                double after = h[i] + 2 * h[i - 1];
                slope[i] = (before + after) / (before / secant[i - 1] + after / secant[i]);
            }
        }
        slope[0] = endSlope(h[0], h[1], secant[0], secant[1]);
        slope[last] = endSlope(h[last - 1], h[last - 2], secant[last - 1], secant[last - 2]);
        return slope;
    }

    private static double endSlope(double near, double far, double nearSecant, double farSecant) {
        double slope = ((2 * near + far) * nearSecant - near * farSecant) / (near + far);
        if (slope * nearSecant <= 0) {
            return 0;
        }
        boolean turns = nearSecant * farSecant < 0;
        return turns && Math.abs(slope) > 3 * Math.abs(nearSecant) ? 3 * nearSecant : slope;
    }
}
