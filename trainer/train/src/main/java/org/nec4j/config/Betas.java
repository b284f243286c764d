package org.nec4j.config;

/** Adam's decay rates of the first and second moment, written {@code [0.9, 0.95]} (Kingma and Ba, arXiv 1412.6980). */
@Positional
public record Betas(
        @Interval("[0, 1)") double first,
        @Interval("[0, 1)") double second) {}
