package org.nec4j.study;

import java.util.Map;
import java.util.stream.IntStream;
import org.nec4j.eval.Embeddings;
import org.nec4j.report.SquaredErrors;

/** How far decoded embeddings are from those that left the encoder. */
final class SquaredError {
    private SquaredError() {}

    /**
     * Summed over an image's patch tokens, mean over the images; nothing for vectors, or where a system gives other numbers back.
     *
     * @param tiles embeddings of an image
     */
    static Map<String, Double> metric(Embeddings embedded, Embeddings decoded, double tiles) {
        boolean comparable =
                embedded.tokens() > 1 && embedded.tokens() == decoded.tokens() && embedded.dim() == decoded.dim();
        return comparable ? Map.of(SquaredErrors.METRIC, tiles * mean(embedded, decoded)) : Map.of();
    }

    private static double mean(Embeddings embedded, Embeddings decoded) {
        return IntStream.range(0, embedded.count())
                .mapToDouble(i -> sum(embedded.values().get(i), decoded.values().get(i), embedded.dim()))
                .average()
                .orElse(0);
    }

    /** Token 0 is the class token. */
    private static double sum(float[] a, float[] b, int from) {
        double sum = 0;
        for (int i = from; i < a.length; i++) {
            double difference = (double) a[i] - b[i];
            sum += difference * difference;
        }
        return sum;
    }
}
