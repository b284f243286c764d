package org.nec4j.config;

import java.util.Optional;
import java.util.Set;

/** A choice of {@code objective.kind}: what a step minimizes. */
public interface ObjectiveChoice extends Choice {
    /** Whether it trains a codec ({@code nec4j train}), and not just a network ({@code nec4j pretrain}). */
    boolean codes();

    /** The only entropy.model that it trains; nothing where it takes any. */
    default Optional<String> codesWith() {
        return Optional.empty();
    }

    /** What can decide which states are best. */
    default Set<ValidationSettings.Measure> measures() {
        return Set.of(ValidationSettings.Measure.values());
    }
}
