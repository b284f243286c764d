package org.nec4j;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** What another program gave, by name: lines of a name, a shape, which is empty for a single number, and numbers. */
public final class NamedNumbers {
    private static final int NUMBERS = 2;

    private final Map<String, double[]> all;

    private NamedNumbers(Map<String, double[]> all) {
        this.all = all;
    }

    /** A resource beside a test. */
    public static NamedNumbers beside(Class<?> test, String resource) {
        Map<String, double[]> all = new HashMap<>();
        try (InputStream in = test.getResourceAsStream(resource)) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().forEach(line -> {
                String[] words = line.split(" ");
                all.put(
                        words[0],
                        Arrays.stream(words, NUMBERS, words.length)
                                .mapToDouble(Double::parseDouble)
                                .toArray());
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new NamedNumbers(all);
    }

    /** The first of a name's numbers. */
    public double number(String name) {
        return all.get(name)[0];
    }

    /** All of a name's numbers. */
    public double[] numbers(String name) {
        return all.get(name);
    }

    /** All of them as whole ones. */
    public int[] ints(String name) {
        return Arrays.stream(all.get(name)).mapToInt(x -> (int) x).toArray();
    }
}
