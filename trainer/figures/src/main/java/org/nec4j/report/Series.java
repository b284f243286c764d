package org.nec4j.report;

/**
 * A curve as a figure shows it.
 *
 * @param curve     its points
 * @param published whether the numbers come from a publication: drawn hollow and dashed, never taken for measured ones
 */
public record Series(Curve curve, boolean published) {}
