package org.nec4j.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a sample is for. */
public enum Split {
    /** Fits weights and heads. */
    TRAIN,
    /** Chooses settings. */
    VAL,
    /** Is looked at once, at the end. */
    TEST,
    /** Images whose labels must not be used. */
    PRETRAIN;

    /** The lower-case word that files use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The split of a lower-case word. */
    public static Optional<Split> of(String word) {
        return Arrays.stream(values())
                .filter(split -> split.word().equals(word))
                .findFirst();
    }
}
