package org.nec4j.study;

import java.util.List;
import java.util.function.Supplier;
import org.nec4j.report.Measurement;

/**
 * One rate point of one system, still to be measured.
 *
 * @param system   the system
 * @param setting  its place on the system's curve
 * @param identity everything besides data, code and encoder that the numbers depend on
 * @param measure  one measurement a head
 */
record RatePointTask(String system, String setting, String identity, Supplier<List<Measurement>> measure) {}
