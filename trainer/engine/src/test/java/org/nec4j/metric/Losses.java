package org.nec4j.metric;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What PyTorch gave, by name; README.md beside losses.txt says how. */
final class Losses {
    private static final Map<String, double[]> ALL = read();

    private Losses() {}

    private static Map<String, double[]> read() {
        Map<String, double[]> all = new HashMap<>();
        try (InputStream in = Losses.class.getResourceAsStream("losses.txt")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList()) {
                String[] words = line.split(" ");
                all.put(
                        words[0],
                        Arrays.stream(words, 2, words.length)
                                .mapToDouble(Double::parseDouble)
                                .toArray());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    static double number(String name) {
        return ALL.get(name)[0];
    }

    static INDArray array(String name, long... shape) {
        return Nd4j.createFromArray(ALL.get(name)).reshape('c', shape);
    }
}
