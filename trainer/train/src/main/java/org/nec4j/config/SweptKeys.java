package org.nec4j.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Settings of an experiment as a sweep names them: in blocks or by their full paths. */
final class SweptKeys {
    /** Every setting and block of an experiment. */
    static final List<String> ALL = Schema.keys(Experiment.class, "");

    /** What says where a sweep lies, and so is the same in all of it. */
    private static final Set<String> FIXED = Set.of("experiment.name", "experiment.runs");

    /** A number that ends in so many is written with an exponent. */
    private static final int FEWEST_ZEROS = 4;

    private SweptKeys() {}

    /** The values in a block by their full paths, in the order of the settings; problems are noted under the path before the key. */
    static Map<String, ConfigValue> of(ConfigObject block, String path, Problems problems) {
        Map<String, ConfigValue> found = new HashMap<>();
        collect("", block, found);
        found.forEach((key, value) -> {
            if (!ALL.contains(key)) {
                problems.add(value.origin(), path + "." + key, "is no setting" + Binder.suggestion(key, ALL));
            } else if (isBlock(key)) {
                problems.add(value.origin(), path + "." + key, "is a block; name the settings in it");
            } else if (FIXED.contains(key)) {
                problems.add(
                        value.origin(),
                        path + "." + key,
                        "says where the sweep lies and cannot differ within it; every point gets a folder of its own");
            }
        });
        Map<String, ConfigValue> ordered = new LinkedHashMap<>();
        ALL.stream().filter(found::containsKey).forEach(key -> ordered.put(key, asStated(key, found.get(key))));
        return ordered;
    }

    /** A text that looks like a number keeps its letters: the titles 01 and 1 are two. */
    private static ConfigValue asStated(String key, ConfigValue value) {
        boolean isText = Schema.type(Experiment.class, key)
                .filter(type -> type == String.class || type == Path.class)
                .isPresent();
        if (isText && value instanceof ConfigList list) {
            return ConfigValueFactory.fromIterable(
                            list.stream().map(v -> asStated(key, v)).toList())
                    .withOrigin(value.origin());
        }
        return isText && value.valueType() == ConfigValueType.NUMBER
                ? ConfigValueFactory.fromAnyRef(Scalars.text(value)).withOrigin(value.origin())
                : value;
    }

    /** The shortest end of a key that no other setting has: {@code lambda}, {@code optimizer.learning-rate}. */
    static String label(String key) {
        String label = key;
        for (int dot = key.lastIndexOf('.'); dot > 0; dot = key.lastIndexOf('.', dot - 1)) {
            String end = key.substring(dot + 1);
            if (ALL.stream().filter(k -> k.equals(end) || k.endsWith("." + end)).count() == 1) {
                return end;
            }
        }
        return label;
    }

    /** A value as a user writes it: texts without their quotation marks, equal numbers alike however they were written. */
    static String text(ConfigValue value) {
        if (value.unwrapped() instanceof String text) {
            return text;
        }
        return value.unwrapped() instanceof Number number
                ? text(new BigDecimal(number.toString()).stripTrailingZeros())
                : value.render(ConfigRenderOptions.concise());
    }

    /** "1e5", "2.5e-4", "0.75", "224". */
    private static String text(BigDecimal number) {
        String digits = number.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - number.scale();
        if (number.scale() > -FEWEST_ZEROS && (exponent >= -3 || number.signum() == 0)) {
            return number.toPlainString();
        }
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        return (number.signum() < 0 ? "-" : "") + mantissa + "e" + exponent;
    }

    private static boolean isBlock(String key) {
        return ALL.stream().anyMatch(k -> k.startsWith(key + "."));
    }

    private static void collect(String key, ConfigValue value, Map<String, ConfigValue> into) {
        if (value instanceof ConfigObject block) {
            block.forEach((inner, v) -> collect(key.isEmpty() ? inner : key + "." + inner, v, into));
        } else {
            into.put(key, value);
        }
    }
}
