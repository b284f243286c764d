package org.nec4j.eval;

/** A confidence interval. */
public record Interval(double low, double high) {}
