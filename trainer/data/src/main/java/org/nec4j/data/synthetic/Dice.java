package org.nec4j.data.synthetic;

import org.nec4j.data.CounterRandom;

/** Random numbers one after the other, for drawing a scene. */
final class Dice {
    private final CounterRandom random;
    private long next;

    Dice(CounterRandom random) {
        this.random = random;
    }

    double between(double low, double high) {
        return random.uniform(next++, low, high);
    }

    int below(int bound) {
        return random.below(next++, bound);
    }

    boolean chance(double probability) {
        return random.chance(next++, probability);
    }

    /** The sum of two numbers uniform in -1 to 1, of 16 bits each. */
    double bell() {
        long bits = random.bits(next++);
        return ((bits & 0xFFFF) + (bits >>> 48)) * 0x1.0p-15 - 2;
    }

    double[] pick(double[]... choices) {
        return choices[below(choices.length)];
    }

    Noise noise() {
        return new Noise(random.child(next++));
    }
}
