package org.nec4j.eval;

/** A confidence interval. */
public record ConfidenceInterval(double low, double high) {}
