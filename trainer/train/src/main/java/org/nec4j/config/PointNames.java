package org.nec4j.config;

import com.typesafe.config.ConfigValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.nec4j.codec.io.Sha256;

/**
 * Names of a sweep's points, such as {@code seed=0,lambda=1e5}. A name follows from what the point states and from nothing else, so that
 * a sweep that grows finds the points that it has; points that would share a name are told apart by a digest.
 */
final class PointNames {
    private static final int LONGEST_VALUE = 32;
    private static final int LONGEST = 120;

    private PointNames() {}

    /** One name a point, no two alike even where upper and lower case are the same. */
    static List<String> of(List<StatedPoint> points) {
        List<String> names = points.stream().map(PointNames::of).toList();
        Map<String, Long> counts =
                names.stream().collect(Collectors.groupingBy(PointNames::folded, HashMap::new, Collectors.counting()));
        List<String> unique = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            boolean isShared =
                    counts.get(folded(names.get(i))) > 1 && points.get(i).name().isEmpty();
            unique.add(isShared ? names.get(i) + "," + digest(points.get(i).values()) : names.get(i));
        }
        return unique;
    }

    /** The name of a point by itself, which others may share. */
    static String of(StatedPoint point) {
        return point.name().orElseGet(() -> name(point.values()));
    }

    private static String name(Map<String, ConfigValue> values) {
        String name = values.entrySet().stream()
                .map(value -> SweptKeys.label(value.getKey()) + "=" + word(value.getValue()))
                .collect(Collectors.joining(","));
        return name.length() <= LONGEST ? name : name.substring(0, LONGEST - 9) + "," + digest(values);
    }

    private static String word(ConfigValue value) {
        String word = SweptKeys.text(value).replaceAll("[^A-Za-z0-9.+_-]+", "-").replaceAll("-+$", "");
        return word.isEmpty() || word.length() > LONGEST_VALUE ? digest(Map.of("", value)) : word;
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Eight hexadecimal digits of what the values say. */
    private static String digest(Map<String, ConfigValue> values) {
        String text = values.entrySet().stream()
                .map(value -> value.getKey() + " = " + SweptKeys.text(value.getValue()))
                .collect(Collectors.joining("\n"));
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).substring(0, 8);
    }
}
