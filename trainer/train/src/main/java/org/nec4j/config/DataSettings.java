package org.nec4j.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The images a run learns from and how they are cut and normalized.
 *
 * @param sets           data set descriptions ({@code datasets/NAME.conf}); their images are pooled
 * @param trainSplits    splits to learn from
 * @param batchSize      images a batch (before accumulation)
 * @param mean           a number a channel, subtracted from x / 255
 * @param std            a number a channel, divides what remains
 * @param cropScale      share of the image's area that a random resized crop covers
 * @param cropAspect     least width over height of that crop; the greatest is its inverse
 * @param symmetries     reflections drawn at random
 * @param enlarge        whether images smaller than the model's input are enlarged or refused
 * @param shrink         greatest shorter side of a kept image, pixels; absent keeps images as they are
 * @param cacheMegabytes memory for decoded images, MiB
 * @param threads        threads that decode and augment ahead of the step; 0 chooses
 * @param check          how closely images are looked at before a run
 * @param copies         what becomes of the same file in a split that is learnt from and in another
 */
public record DataSettings(
        @ExistingFile List<Path> sets,
        List<Split> trainSplits,
        @Interval("[1, 65536]") int batchSize,
        List<Double> mean,
        @Interval("(0, inf)") List<Double> std,
        Span cropScale,
        @Interval("(0, 1]") double cropAspect,
        Symmetries symmetries,
        boolean enlarge,
        @Interval("[1, 65536]") Optional<Integer> shrink,
        @Interval("[0, 1048576]") int cacheMegabytes,
        @Interval("[0, 256]") int threads,
        Check check,
        Copies copies) {

    /** One processor in so many prepares batches. */
    private static final int SHARE = 4;

    /** Every thread keeps a batch more in memory. */
    private static final int MOST_CHOSEN = 4;

    /** How closely images are looked at before a run. */
    public enum Check {
        /** Every image is read as the run will read it. */
        FULL,
        /** No image is opened; copies and classes without images are found. */
        QUICK,
        /** Not at all. */
        OFF
    }

    /** What becomes of the same file in two splits. */
    public enum Copies {
        /** The run does not begin. */
        REFUSE,
        /** It is told. */
        ALLOW
    }

    /** What images may be used for. */
    public enum Split {
        /** Fits weights and heads. */
        TRAIN,
        /** Chooses settings. */
        VAL,
        /** Is looked at once, at the end. */
        TEST,
        /** Images whose labels must not be used. */
        PRETRAIN
    }

    /** Reflections that leave the meaning of an image alone. */
    public enum Symmetries {
        /** None. */
        NONE,
        /** Left and right, as the paper. */
        MIRROR,
        /** All eight of the square: pictures from above have no upright. */
        ALL
    }

    public DataSettings {
        Violations wrong = new Violations();
        wrong.unless(!sets.isEmpty(), "sets", "is empty; name at least one file under datasets/");
        wrong.unless(!trainSplits.isEmpty(), "train-splits", "is empty; name at least one split");
        wrong.unless(
                cropScale.low() > 0 && cropScale.high() <= 1,
                "crop-scale",
                "must lie in (0, 1], the share of the image's area");
        wrong.report();
    }

    /** The threads that {@code threads} asks for on a machine with so many processors, of which a step uses all. */
    public int workers(int processors) {
        return threads > 0 ? threads : Math.max(1, Math.min(MOST_CHOSEN, processors / SHARE));
    }
}
