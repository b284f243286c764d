package org.nec4j.data.synthetic;

import org.nec4j.data.CounterRandom;

/** Smooth random fields: values on a lattice that repeats far outside of a scene, blended in between. */
final class Noise {
    private static final int SIZE = 64;
    private static final int WRAP = SIZE - 1;

    private final float[] lattice = new float[SIZE * SIZE];

    Noise(CounterRandom random) {
        random.fillUniform(lattice);
    }

    /**
     * A sum of {@code octaves} fields, each of half the period and half the weight of the one before.
     *
     * @param period distance between lattice points of the coarsest field, in the unit of {@code x} and {@code y}
     * @return about evenly around 0, within -1 to 1
     */
    double fractal(double x, double y, double period, int octaves) {
        double sum = 0;
        double weight = 1;
        double total = 0;
        double frequency = 1 / period;
        for (int octave = 0; octave < octaves; octave++) {
            sum += weight * at(x * frequency + 17.3 * octave, y * frequency + 5.9 * octave);
            total += weight;
            weight *= 0.5;
            frequency *= 2;
        }
        return 2 * sum / total - 1;
    }

    private double at(double x, double y) {
        double left = Math.floor(x);
        double top = Math.floor(y);
        double u = smooth(x - left);
        double v = smooth(y - top);
        int x0 = (int) left & WRAP;
        int x1 = x0 + 1 & WRAP;
        int y0 = ((int) top & WRAP) * SIZE;
        int y1 = ((int) top + 1 & WRAP) * SIZE;
        double upper = lattice[y0 + x0] * (1 - u) + lattice[y0 + x1] * u;
        double lower = lattice[y1 + x0] * (1 - u) + lattice[y1 + x1] * u;
        return upper * (1 - v) + lower * v;
    }

    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }
}
