package org.nec4j.baseline;

import java.util.Arrays;
import java.util.List;

/** Something that codes a whole set of items and gives back what a consumer would decode. */
public interface SetCoder<T> {
    /** What decoding gave, and what it cost. */
    record Coded<T>(List<T> decoded, double[] bytes) {
        /** Mean bytes an item. */
        public double meanBytes() {
            return Arrays.stream(bytes).average().orElse(0);
        }
    }

    /** Encodes every item to real bytes and decodes them again. */
    Coded<T> code(List<T> items);

    /** Bytes that a consumer needs once, whatever the number of items: bases, tables, codebooks. */
    default long sideBytes() {
        return 0;
    }
}
