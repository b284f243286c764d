package org.nec4j.config;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Spelling: record components as keys, enum constants as words. */
final class Names {
    /** Of the few hundred components that all records of settings have: each is asked for at every reading of a file. */
    private static final Map<String, String> KEYS = new ConcurrentHashMap<>();

    private Names() {}

    /** {@code layerNormEpsilon} becomes {@code layer-norm-epsilon}. */
    static String key(String component) {
        return KEYS.computeIfAbsent(
                component, name -> name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT));
    }

    /** {@code IMAGE_MEAN} becomes {@code image-mean}. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
