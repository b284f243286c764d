package org.nec4j.config;

import java.util.Optional;

/**
 * When a run has learnt enough.
 *
 * @param patience measurements on held-out images in a row that are no better before the run ends; absent lets it go on to its length
 * @param minDelta what counts as better is lower by more than this
 */
public record EarlyStoppingSettings(
        @Interval("[1, 1000000]") Optional<Integer> patience,
        @Interval("[0, inf)") double minDelta) {}
