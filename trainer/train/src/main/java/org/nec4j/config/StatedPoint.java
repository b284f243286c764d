package org.nec4j.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Map;
import java.util.Optional;

/**
 * What one point of a sweep states.
 *
 * @param name   where the file gives it one
 * @param values by full path, in the order of the settings; one at least
 */
record StatedPoint(Optional<String> name, Map<String, ConfigValue> values) {
    private static final String NAME = "name";

    /** Reads a block of a list; nothing where a problem was noted. */
    static Optional<StatedPoint> of(ConfigObject block, String path, Problems problems) {
        int before = problems.found().size();
        ConfigValue stated = block.get(NAME);
        Optional<String> name = Optional.ofNullable(stated).map(Scalars::text);
        if (name.isPresent() && !name.get().matches("[A-Za-z0-9][A-Za-z0-9._=,+-]{0,99}")) {
            problems.add(
                    stated.origin(),
                    path + ".name",
                    "\"" + name.get() + "\" cannot be a folder's name; use at most 100 letters, digits, dots, dashes"
                            + " and underscores");
        }
        Map<String, ConfigValue> values = SweptKeys.of(block.withoutKey(NAME), path, problems);
        if (values.isEmpty()) {
            problems.add(block.origin(), path, "states no setting; give it one, such as objective.lambda = 1e6");
        }
        return problems.found().size() > before ? Optional.empty() : Optional.of(new StatedPoint(name, values));
    }

    /** The point's settings, to be laid over the file's. */
    Config overlay() {
        Config all = ConfigFactory.empty();
        for (Map.Entry<String, ConfigValue> value : values.entrySet()) {
            all = all.withValue(value.getKey(), value.getValue());
        }
        return all;
    }

    /** Where it is stated. */
    ConfigOrigin origin() {
        return values.values().iterator().next().origin();
    }

    /** Whether two points come to the same. */
    boolean isSameAs(StatedPoint other) {
        return values.keySet().equals(other.values.keySet())
                && values.keySet().stream().allMatch(key -> isSame(values.get(key), other.values.get(key)));
    }

    private static boolean isSame(ConfigValue a, ConfigValue b) {
        if (a.valueType() == ConfigValueType.NUMBER && b.valueType() == ConfigValueType.NUMBER) {
            return ((Number) a.unwrapped()).doubleValue() == ((Number) b.unwrapped()).doubleValue();
        }
        return a.equals(b);
    }
}
