package org.nec4j.config;

/**
 * The transform codec that {@code nec4j fit} makes in closed form.
 *
 * @param step width of a quantisation step
 */
public record TransformSettings(@Interval("(0, 1e6]") double step) {}
