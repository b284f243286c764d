package org.nec4j.data;

/**
 * Every random stream of a run, named by what it serves: the only state is the seed.
 *
 * @param seed the run's seed
 */
public record RandomStreams(long seed) {
    private static final long ORDER = 1;
    private static final long AUGMENTATION = 2;
    private static final long MASK = 3;
    private static final long QUANTIZATION = 4;

    /** The order in which an epoch visits the samples. */
    public CounterRandom order(long epoch) {
        return CounterRandom.of(seed, ORDER, epoch);
    }

    /** Crop and flips of one sample in one epoch. */
    public CounterRandom augmentation(long epoch, int index) {
        return CounterRandom.of(seed, AUGMENTATION, epoch, index);
    }

    /** The noise whose order decides which patches one step masks. */
    public CounterRandom mask(long step) {
        return CounterRandom.of(seed, MASK, step);
    }

    /** The additive noise of one step at one bottleneck; {@code bottleneck} tells several apart (0: y, 1: z). */
    public CounterRandom quantization(long step, int bottleneck) {
        return CounterRandom.of(seed, QUANTIZATION, step, bottleneck);
    }
}
