package org.nec4j.data;

/**
 * Random numbers by position: draw {@code i} of a stream is a pure function of the stream's key and {@code i}.
 *
 * <p>The generator is SplitMix64 read at random positions (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators,
 * OOPSLA 2014): draw {@code i} is {@code mix(key + (i + 1) * gamma)}. A key is derived by hashing a seed with any number of
 * coordinates (purpose, epoch, step, index), so no state has to be saved to resume, and threads need not agree on an order. Only
 * integer arithmetic and exact conversions are used: the numbers are the same on every machine.
 */
public final class CounterRandom {
    /** The odd integer nearest to 2^64 divided by the golden ratio: SplitMix64's step. */
    private static final long GAMMA = 0x9E3779B97F4A7C15L;

    private final long key;

    private CounterRandom(long key) {
        this.key = key;
    }

    /** The stream of a seed and its coordinates, e.g. {@code of(seed, purpose, epoch, index)}. */
    public static CounterRandom of(long seed, long... coordinates) {
        long key = mix(seed + GAMMA);
        for (long coordinate : coordinates) {
            key = mix(key * 3 + mix(coordinate + GAMMA));
        }
        return new CounterRandom(key);
    }

    /** A stream of its own within this one. */
    public CounterRandom child(long coordinate) {
        return new CounterRandom(mix(key * 3 + mix(coordinate + GAMMA)));
    }

    /** 64 random bits: draw {@code i}. */
    public long bits(long i) {
        return mix(key + (i + 1) * GAMMA);
    }

    /** Draw {@code i}, uniform in [0, 1) in steps of 2^-53. */
    public double uniform(long i) {
        return (bits(i) >>> 11) * 0x1.0p-53;
    }

    /** Draw {@code i}, uniform in [low, high). */
    public double uniform(long i, double low, double high) {
        return low + (high - low) * uniform(i);
    }

    /** Draw {@code i}, uniform in {0, ..., bound - 1}; the bias is below bound / 2^64. */
    public int below(long i, int bound) {
        return (int) Math.multiplyHigh(bits(i) >>> 1, (long) bound << 1);
    }

    /** Draw {@code i}, true with the given probability. */
    public boolean chance(long i, double probability) {
        return uniform(i) < probability;
    }

    /** Fills with draws 0, 1, ... uniform in [0, 1) in steps of 2^-24, the precision of a float there. */
    public void fillUniform(float[] out) {
        for (int i = 0; i < out.length; i++) {
            out[i] = (bits(i) >>> 40) * 0x1.0p-24f;
        }
    }

    /** A random order of 0 ... n-1, every order equally likely (Fisher and Yates). */
    public int[] permutation(int n) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = below(i, i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** SplitMix64's finalizer: a bijection of the 64-bit integers in which every input bit moves half of the output bits. */
    static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
