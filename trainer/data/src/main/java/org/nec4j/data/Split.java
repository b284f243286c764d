package org.nec4j.data;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nec4j.codec.error.UserException;

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

    /** The split of a lower-case word that a user typed; throws {@link UserException} that lists the words for any other. */
    public static Split named(String word) {
        return of(word).orElseThrow(() -> new UserException("there is no split \"" + word + "\"; the splits are "
                + Arrays.stream(values()).map(Split::word).collect(Collectors.joining(", "))));
    }

    /** The split of a lower-case word. */
    public static Optional<Split> of(String word) {
        return Arrays.stream(values())
                .filter(split -> split.word().equals(word))
                .findFirst();
    }
}
