package org.nec4j.config;

import java.util.Map;

/**
 * One of several ways to do something, which an experiment chooses by a word: an entropy model, an objective. It is a record whose
 * components are the settings that no other choice reads; they stand in the block that has the word's name, beside the setting that
 * chooses. Choices are found by {@link java.util.ServiceLoader} under the interface of their kind; their constructor without arguments
 * gives the defaults of what {@code reference.conf} does not state.
 */
public interface Choice {
    /** The word that chooses it. */
    String word();

    /**
     * Settings that it does not read although others of its kind do, by their full keys, each with what is to be said of it behind "is
     * not read where KEY = WORD". The blocks of other choices need not be named.
     */
    default Map<String, String> ignores() {
        return Map.of();
    }
}
