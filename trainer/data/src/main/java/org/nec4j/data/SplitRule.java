package org.nec4j.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a source without splits of its own is split: each class alone, in the order of a hash of seed and key, cut at the fractions.
 *
 * <p>The outcome depends on the keys and the seed, never on the order in which a file system lists them. What the three fractions
 * leave over is marked {@code pretrain}.
 *
 * @param train share of each class for training
 * @param val share of each class for validation
 * @param test share of each class for the test
 * @param seed decides which images they are
 */
public record SplitRule(double train, double val, double test, long seed) {
    public SplitRule {
        if (!(train >= 0 && val >= 0 && test >= 0 && train + val + test <= 1 + 1e-9)) {
            throw new IllegalArgumentException("split fractions " + train + ", " + val + ", " + test
                    + " must not be negative nor exceed 1 in sum");
        }
    }

    /** Everything is training data. */
    public static SplitRule allTrain() {
        return new SplitRule(1, 0, 0, 0);
    }

    /** The samples, each with the split that this rule gives it, in the order they came. */
    public List<Sample> apply(List<Sample> samples) {
        Map<Integer, List<Sample>> byLabel = new HashMap<>();
        samples.forEach(s ->
                byLabel.computeIfAbsent(s.label(), label -> new ArrayList<>()).add(s));
        Map<String, Split> splits = new HashMap<>();
        byLabel.values().forEach(group -> assign(group, splits));
        return samples.stream()
                .map(s -> new Sample(s.key(), s.path(), s.label(), splits.get(s.key()), s.sha256()))
                .toList();
    }

    private void assign(Collection<Sample> group, Map<String, Split> splits) {
        List<Sample> order = group.stream()
                .sorted(Comparator.comparingLong((Sample s) -> hash(s.key())).thenComparing(Sample::key))
                .toList();
        int n = order.size();
        int endTrain = (int) Math.rint(n * train);
        int endVal = (int) Math.rint(n * (train + val));
        int endTest = (int) Math.rint(n * (train + val + test));
        for (int i = 0; i < n; i++) {
            Split split =
                    i < endTrain ? Split.TRAIN : i < endVal ? Split.VAL : i < endTest ? Split.TEST : Split.PRETRAIN;
            splits.put(order.get(i).key(), split);
        }
    }

    private long hash(String key) {
        return CounterRandom.of(seed, key.chars().asLongStream().toArray()).bits(0);
    }
}
