package org.nec4j.codec.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * What there is to tell people of the points that a layered codec can be run at.
 *
 * @param rungs  the points
 * @param pooled [P], steps of the pooled layer
 */
record RungWords(Rungs rungs, float[] pooled) {
    /** "pooled step 1.0, token step 2.0". */
    String of(int rung) {
        return "pooled step " + pooled[rungs.pooled()[rung]]
                + (rungs.tokens()[rung] < 0 ? ", no token layer" : ", token step " + rungs.steps()[rung]);
    }

    /** Steps, bytes and qualities by name, and what is taken unasked. */
    Map<String, Object> all() {
        int both = rungs.firstOfBoth();
        Map<String, Object> all = new LinkedHashMap<>();
        if (both < rungs.count()) {
            all.put("steps_of_both_layers", steps(both, rungs.count()));
        }
        if (both > 0) {
            all.put("steps_of_the_pooled_layer_alone", steps(0, both));
        }
        all.put(
                "mean_bytes",
                rungs.rates().length == 0
                        ? "nobody has measured them"
                        : rungs.reach(false, rung -> rungs.rates()[rung]));
        rungs.named().forEach((name, rung) -> all.put("quality_" + name, withBytes(rung)));
        all.put("unasked", withBytes(rungs.unasked()));
        return all;
    }

    private String withBytes(int rung) {
        return of(rung)
                + (rungs.rates().length == 0
                        ? ""
                        : String.format(Locale.ROOT, ", %.1f bytes an image", rungs.rates()[rung]));
    }

    private List<String> steps(int from, int to) {
        TreeSet<Float> steps = new TreeSet<>();
        IntStream.range(from, to).forEach(rung -> steps.add(rungs.steps()[rung]));
        List<String> words = new ArrayList<>();
        steps.forEach(step -> words.add(String.format(Locale.ROOT, "%.3g", step)));
        return words;
    }
}
