package org.nec4j.data;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One image of a data set.
 *
 * @param key its path relative to the data set's root, with forward slashes: its name on every machine
 * @param path where it lies
 * @param label index of its class, or {@link #UNLABELLED}
 * @param split what it is for
 * @param sha256 digest of the file in lower-case hex, where the data set states it
 */
public record Sample(String key, Path path, int label, Split split, Optional<String> sha256) {
    /** The label of a sample without a class. */
    public static final int UNLABELLED = -1;
}
