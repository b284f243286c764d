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

    /**
     * The split that a folder or a line of an index stands for, by the words that people use, in letters of any size and with the
     * likes of "set" or "_images" behind them: train and training; val, valid, validation and dev; test and testing; pretrain,
     * pretraining and unlabelled.
     */
    public static Optional<Split> called(String name) {
        String word = name.toLowerCase(Locale.ROOT)
                .replaceFirst("^[0-9]{1,2}[-_. ]+", "")
                .replaceFirst("[-_. ]*(?:set|data|split|images|imgs|folder)$", "")
                .replaceFirst("[-_. ]*[0-9]*$", "");
        return switch (word) {
            case "train", "training" -> Optional.of(TRAIN);
            case "val", "valid", "validation", "dev" -> Optional.of(VAL);
            case "test", "testing" -> Optional.of(TEST);
            case "pretrain", "pretraining", "unlabelled", "unlabeled" -> Optional.of(PRETRAIN);
            default -> Optional.empty();
        };
    }

    /** The split of a lower-case word. */
    public static Optional<Split> of(String word) {
        return Arrays.stream(values())
                .filter(split -> split.word().equals(word))
                .findFirst();
    }
}
