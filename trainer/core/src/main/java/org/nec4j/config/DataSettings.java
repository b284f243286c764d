package org.nec4j.config;

import java.nio.file.Path;
import java.util.List;

/**
 * The images a run learns from and how they are cut and normalised.
 *
 * @param sets           data set descriptions ({@code datasets/NAME.conf}); their images are pooled
 * @param trainSplits    names of the splits to learn from
 * @param batchSize      images a step (before accumulation)
 * @param mean           a number a channel, subtracted from x / 255
 * @param std            a number a channel, divides what remains
 * @param cropScale      share of the image's area that a random resized crop covers
 * @param cropAspect     width over height of that crop
 * @param flip           whether images are mirrored left to right with probability one half
 * @param cacheMegabytes memory for decoded images, MiB
 * @param threads        threads that decode and augment ahead of the step; 0 chooses
 */
public record DataSettings(
        @ExistingFile List<Path> sets,
        List<String> trainSplits,
        @Interval("[1, 65536]") int batchSize,
        List<Double> mean,
        @Interval("(0, inf)") List<Double> std,
        Span cropScale,
        Span cropAspect,
        boolean flip,
        @Interval("[0, 1048576]") int cacheMegabytes,
        @Interval("[0, 256]") int threads) {

    public DataSettings {
        Violations wrong = new Violations();
        wrong.unless(!sets.isEmpty(), "sets", "is empty; name at least one file under datasets/");
        wrong.unless(!trainSplits.isEmpty(), "train-splits", "is empty; name at least one split");
        wrong.unless(
                cropScale.low() > 0 && cropScale.high() <= 1,
                "crop-scale",
                "must lie in (0, 1], the share of the image's area");
        wrong.unless(cropAspect.low() > 0, "crop-aspect", "must be positive");
        wrong.report();
    }
}
