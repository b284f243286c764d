package org.nec4j.config;

import java.util.Optional;

/** A choice of {@code entropy.model}: how embeddings are coded. */
public interface EntropyChoice extends Choice {
    /** The only objective.kind that trains it; nothing where any does. */
    default Optional<String> onlyWith() {
        return Optional.empty();
    }
}
