package org.nec4j.config;

import java.util.Locale;

/** Spelling: record components as keys, enum constants as words. */
final class Names {
    private Names() {}

    /** {@code layerNormEpsilon} becomes {@code layer-norm-epsilon}. */
    static String key(String component) {
        return component.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    /** {@code IMAGE_MEAN} becomes {@code image-mean}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
