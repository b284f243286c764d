package org.nec4j.study;

import java.util.List;
import java.util.Map;
import org.nec4j.eval.ConfidenceInterval;
import org.nec4j.report.Measurement;

/**
 * A system at one place of its curve, and what an image costs there.
 *
 * @param system    the system
 * @param setting   its place
 * @param bytes     mean bytes of a test image
 * @param sideBytes what a consumer needs once
 * @param further   numbers to put beside
 */
record OperatingPoint(String system, String setting, double bytes, long sideBytes, Map<String, Double> further) {
    /** Of a system without side information and further numbers. */
    OperatingPoint(String system, String setting, double bytes) {
        this(system, setting, bytes, 0, Map.of());
    }

    /** What a head made of it. */
    Measurement measured(
            String head, int images, List<Double> scores, ConfidenceInterval interval, Map<String, Double> metrics) {
        return new Measurement(
                system, setting, head, images, bytes, sideBytes, scores, interval.low(), interval.high(), metrics);
    }
}
