package org.nec4j.report;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One system at one setting under one head, as measured.
 *
 * @param system     such as "NEC" or "JPEG"
 * @param setting    such as "lambda 1e8" or "3 bits"
 * @param head       such as "linear"
 * @param images     number of test images
 * @param bytes      mean bytes of a test image's stream, everything counted that has to travel for each image
 * @param sideBytes  what a consumer needs once, whatever the number of images (tables, bases), not in bytes
 * @param accuracies test accuracy of each seed, 0 to 1
 * @param low        lower end of the bootstrap interval of the mean accuracy
 * @param high       its upper end
 * @param metrics    further numbers by name, such as "macro_f1", in alphabetical order
 */
public record Measurement(
        String system,
        String setting,
        String head,
        int images,
        double bytes,
        long sideBytes,
        List<Double> accuracies,
        double low,
        double high,
        Map<String, Double> metrics) {
    public Measurement {
        if (accuracies.isEmpty()) {
            throw new IllegalArgumentException("a measurement needs the accuracy of one seed at least");
        }
        accuracies = List.copyOf(accuracies);
        metrics = new TreeMap<>(metrics);
    }

    /** Mean accuracy over the seeds. */
    public double accuracy() {
        return accuracies.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** Sample standard deviation of the accuracy over the seeds, 0 for a single one. */
    public double deviation() {
        double mean = accuracy();
        double squares =
                accuracies.stream().mapToDouble(a -> (a - mean) * (a - mean)).sum();
        return accuracies.size() < 2 ? 0 : Math.sqrt(squares / (accuracies.size() - 1));
    }

    /** As a point of a curve, its error bar the bootstrap interval. */
    public RatePoint point() {
        double accuracy = accuracy();
        return new RatePoint(setting, bytes, accuracy, Math.min(low, accuracy), Math.max(high, accuracy));
    }
}
