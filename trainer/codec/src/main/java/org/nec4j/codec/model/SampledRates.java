package org.nec4j.codec.model;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How many bytes a layered codec's operating points take on a sample of embeddings; each is measured when it is first asked for. */
final class SampledRates {
    private final LayeredCoder coder;
    private final List<float[]> sample;
    private final Map<Integer, int[]> lengths = new HashMap<>();

    /** Of embeddings [tokens, dim], at least one. */
    SampledRates(LayeredCoder coder, List<float[]> sample) {
        this.coder = coder;
        this.sample = List.copyOf(sample);
    }

    private int[] lengths(int rung) {
        return lengths.computeIfAbsent(rung, number -> {
            LayeredCoder at = coder.atRung(number);
            return sample.parallelStream()
                    .mapToInt(y -> LayeredCoder.FRAME_BYTES + at.encode(y, at.fixedTokens()).length)
                    .toArray();
        });
    }

    /** Mean bytes of a whole stream at a rung. */
    double mean(int rung) {
        return IntStream.of(lengths(rung)).average().orElseThrow();
    }

    /** The point between the same two rungs at which the sample's streams come nearest to so many bytes on average. */
    Rungs.Point shared(Rungs.Point point, double bytes) {
        int[] coarse = lengths(point.rung());
        int[] fine = lengths(point.rung() + 1);
        int[] draws = sample.parallelStream()
                .mapToInt(y -> coder.draw(y, point.rung()))
                .toArray();
        int[] order = IntStream.range(0, draws.length)
                .boxed()
                .sorted(Comparator.comparingInt(i -> draws[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double missing =
                bytes * coarse.length - IntStream.of(coarse).asLongStream().sum();
        double nearest = Math.abs(missing);
        int share = 0;
        for (int i = 0; i < order.length; i++) {
            missing -= fine[order[i]] - coarse[order[i]];
            int next = i + 1 < order.length ? draws[order[i + 1]] : 1 << 16;
            if (next > draws[order[i]] && Math.abs(missing) < nearest) {
                nearest = Math.abs(missing);
                share = (draws[order[i]] + next + 1) / 2; // strictly above the one draw, at most the other
            }
        }
        return new Rungs.Point(point.rung(), share, point.alone());
    }
}
