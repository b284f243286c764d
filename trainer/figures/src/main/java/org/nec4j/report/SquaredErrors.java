package org.nec4j.report;

import java.util.List;

/** The squared errors to the uncompressed embedding that rows hold, whatever their heads. */
public final class SquaredErrors {
    /** The metric of a row. */
    public static final String METRIC = "squared_error";

    private SquaredErrors() {}

    static boolean isKnown(Measurement m) {
        return m.metrics().getOrDefault(METRIC, 0.0) > 0;
    }

    static double of(Measurement m) {
        return m.metrics().get(METRIC);
    }

    /** Of all systems that have some: bytes against the negative logarithm of the error, in place of an accuracy. */
    public static List<Curve> curves(Results results) {
        String head = results.heads().get(0);
        return results.curves(head, SquaredErrors::isKnown).stream()
                .map(curve -> new Curve(
                        curve.system(),
                        results.rows(head).stream()
                                .filter(m -> m.system().equals(curve.system()) && isKnown(m))
                                .map(m -> RatePoint.exact(m.setting(), m.bytes(), -Math.log(of(m))))
                                .toList()))
                .toList();
    }
}
