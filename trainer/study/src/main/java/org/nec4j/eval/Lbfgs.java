package org.nec4j.eval;

import java.util.ArrayDeque;
import java.util.Iterator;

/**
 * Limited-memory BFGS for smooth functions (Nocedal and Wright, Numerical Optimization, algorithm 7.5), with a bisection that
 * ends at the weak Wolfe conditions. Plain double arithmetic in a fixed order: the same start gives the same bits anywhere.
 */
final class Lbfgs {
    /** A function and its gradient. */
    interface Objective {
        /** Returns the value at x and overwrites gradient. */
        double evaluate(double[] x, double[] gradient);
    }

    /** Where the search ended; converged says whether the gradient's largest component fell below the tolerance. */
    record Minimum(double[] x, double value, int iterations, boolean converged) {}

    private record Pair(double[] step, double[] change, double inverseProduct) {}

    private static final int MEMORY = 10;
    private static final double SUFFICIENT_DECREASE = 1e-4;
    private static final double CURVATURE = 0.9;
    private static final int BISECTIONS = 60; // halving an interval so often exhausts a double's 53 bits

    private Lbfgs() {}

    static Minimum minimize(Objective objective, double[] start, double tolerance, int iterations) {
        double[] x = start.clone();
        double[] gradient = new double[x.length];
        double value = objective.evaluate(x, gradient);
        ArrayDeque<Pair> pairs = new ArrayDeque<>();
        for (int k = 0; k < iterations; k++) {
            if (largest(gradient) <= tolerance) {
                return new Minimum(x, value, k, true);
            }
            double[] direction = direction(gradient, pairs);
            double slope = dot(gradient, direction);
            if (slope >= 0) { // rounding has spoilt the memory: start over from the gradient itself
                pairs.clear();
                direction = direction(gradient, pairs);
                slope = dot(gradient, direction);
            }
            double first = pairs.isEmpty() ? Math.min(1, 1 / norm(gradient)) : 1;
            double[] next = new double[x.length];
            double[] nextGradient = new double[x.length];
            double nextValue = search(objective, x, value, direction, slope, first, next, nextGradient);
            if (!(nextValue < value) && largest(nextGradient) >= largest(gradient)) {
                return new Minimum(x, value, k, false); // no descent left in double precision
            }
            remember(pairs, x, gradient, next, nextGradient);
            x = next;
            gradient = nextGradient;
            value = nextValue;
        }
        return new Minimum(x, value, iterations, largest(gradient) <= tolerance);
    }

    /** Doubles or bisects the step until it meets the weak Wolfe conditions; fills next and its gradient, returns its value. */
    private static double search(
            Objective objective,
            double[] x,
            double value,
            double[] direction,
            double slope,
            double first,
            double[] next,
            double[] nextGradient) {
        double low = 0;
        double high = Double.POSITIVE_INFINITY;
        double step = first;
        double nextValue = value;
        for (int i = 0; i < BISECTIONS; i++) {
            for (int j = 0; j < x.length; j++) {
                next[j] = x[j] + step * direction[j];
            }
            nextValue = objective.evaluate(next, nextGradient);
            if (!(nextValue <= value + SUFFICIENT_DECREASE * step * slope)) {
                high = step;
            } else if (dot(nextGradient, direction) < CURVATURE * slope) {
                low = step;
            } else {
                return nextValue;
            }
            step = high == Double.POSITIVE_INFINITY ? 2 * low : (low + high) / 2;
        }
        return nextValue;
    }

    /** The two-loop recursion: minus the approximate inverse Hessian times the gradient; pairs are newest first. */
    private static double[] direction(double[] gradient, ArrayDeque<Pair> pairs) {
        double[] q = gradient.clone();
        double[] alphas = new double[pairs.size()];
        int i = 0;
        for (Pair pair : pairs) {
            alphas[i] = pair.inverseProduct * dot(pair.step, q);
            addTo(q, -alphas[i], pair.change);
            i++;
        }
        if (!pairs.isEmpty()) {
            Pair newest = pairs.peekFirst();
            double scale = 1 / (newest.inverseProduct * dot(newest.change, newest.change));
            for (int j = 0; j < q.length; j++) {
                q[j] *= scale;
            }
        }
        Iterator<Pair> oldestFirst = pairs.descendingIterator();
        while (oldestFirst.hasNext()) {
            Pair pair = oldestFirst.next();
            i--;
            double beta = pair.inverseProduct * dot(pair.change, q);
            addTo(q, alphas[i] - beta, pair.step);
        }
        for (int j = 0; j < q.length; j++) {
            q[j] = -q[j];
        }
        return q;
    }

    private static void remember(
            ArrayDeque<Pair> pairs, double[] x, double[] gradient, double[] next, double[] nextGradient) {
        double[] step = next.clone();
        addTo(step, -1, x);
        double[] change = nextGradient.clone();
        addTo(change, -1, gradient);
        double product = dot(step, change);
        if (product > 1e-12 * dot(change, change)) { // otherwise the approximation would lose its positive definiteness
            pairs.addFirst(new Pair(step, change, 1 / product));
            if (pairs.size() > MEMORY) {
                pairs.removeLast();
            }
        }
    }

    private static void addTo(double[] a, double factor, double[] b) {
        for (int i = 0; i < a.length; i++) {
            a[i] += factor * b[i];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static double largest(double[] a) {
        double largest = 0;
        for (double v : a) {
            largest = Math.max(largest, Math.abs(v));
        }
        return largest;
    }
}
