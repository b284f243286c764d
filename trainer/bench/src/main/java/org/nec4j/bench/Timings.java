package org.nec4j.bench;

import java.util.ArrayList;
import java.util.List;

/** Wall-clock and processor times of steps, in milliseconds. */
final class Timings {
    private final List<Double> wall = new ArrayList<>();
    private final List<Double> processor = new ArrayList<>();

    void add(double wallMillis, double processorMillis) {
        wall.add(wallMillis);
        processor.add(processorMillis);
    }

    void addAll(Timings other) {
        wall.addAll(other.wall);
        processor.addAll(other.processor);
    }

    double wall() {
        return median(wall);
    }

    double processor() {
        return median(processor);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
