package org.nec4j.config;

/** A choice of {@code entropy.model}: how embeddings are coded. */
public interface EntropyChoice extends Choice {}
