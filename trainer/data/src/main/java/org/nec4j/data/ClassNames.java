package org.nec4j.data;

import java.util.List;

/** Class names in messages. */
final class ClassNames {
    private static final int SHOWN = 12;

    private ClassNames() {}

    /** The first dozen names and how many there are. */
    static String list(List<String> names) {
        if (names.size() <= SHOWN) {
            return String.join(", ", names);
        }
        return String.join(", ", names.subList(0, SHOWN)) + " and " + (names.size() - SHOWN) + " more";
    }
}
