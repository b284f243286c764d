package org.nec4j.study;

import java.util.Map;
import org.nec4j.eval.Splits;

/**
 * A data set after it went through a system at one rate point.
 *
 * @param decoded   what a consumer holds
 * @param bytes     mean bytes of a test image
 * @param sideBytes what a consumer needs once
 * @param further   other numbers by name, such as {@link #AS_THE_PAPER}
 */
record CodedPoint(Splits decoded, double bytes, long sideBytes, Map<String, Double> further) {
    /** Mean bytes of a test image as the paper counts them, where that differs: the entropy coder's alone, without a frame. */
    static final String AS_THE_PAPER = "bytes_as_the_paper_counts";

    /** Its place among the systems. */
    OperatingPoint of(String system, String setting) {
        return new OperatingPoint(system, setting, bytes, sideBytes, further);
    }
}
