package org.nec4j.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** A row of every point that has one, in the order of the points: an error hangs on the bytes, and any head's row may hold it. */
    static List<Measurement> rows(Results results) {
        Map<String, Measurement> rows = new LinkedHashMap<>();
        results.measurements().stream()
                .filter(SquaredErrors::isKnown)
                .forEach(row -> rows.putIfAbsent(point(row), row));
        return results.measurements().stream()
                .map(SquaredErrors::point)
                .distinct()
                .filter(rows::containsKey)
                .map(rows::get)
                .toList();
    }

    private static String point(Measurement row) {
        return row.system() + '\n' + row.setting();
    }

    /** Of all systems that have some: bytes against the negative logarithm of the error, in place of an accuracy. */
    public static List<Curve> curves(Results results) {
        Map<String, List<RatePoint>> points = new LinkedHashMap<>();
        rows(results).forEach(row -> points.computeIfAbsent(row.system(), system -> new ArrayList<>())
                .add(RatePoint.exact(row.setting(), row.bytes(), -Math.log(of(row)))));
        return points.entrySet().stream()
                .map(entry -> new Curve(entry.getKey(), entry.getValue()))
                .toList();
    }
}
