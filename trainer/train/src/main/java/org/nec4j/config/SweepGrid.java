package org.nec4j.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Values of some settings, of which every combination is a point.
 *
 * @param values by full path, in the order of the settings
 */
record SweepGrid(Map<String, ConfigList> values) {
    /** A hand that slips must not ask for more runs than anyone can wait for. */
    static final int MOST = 1_000;

    /** Reads a block; nothing where a problem was noted. */
    static Optional<SweepGrid> of(ConfigObject block, String path, Problems problems) {
        int before = problems.found().size();
        Map<String, ConfigList> lists = new LinkedHashMap<>();
        SweptKeys.of(block, path, problems).forEach((key, value) -> {
            if (value instanceof ConfigList list && !list.isEmpty()) {
                lists.put(key, list);
            } else {
                problems.add(
                        value.origin(),
                        path + "." + key,
                        "must be a list of values to try, such as [" + SweptKeys.text(value) + "]");
            }
        });
        long count = lists.values().stream().mapToLong(List::size).reduce(1, (a, b) -> Math.min(MOST + 1L, a * b));
        if (count > MOST) {
            problems.add(block.origin(), path, "makes more than " + MOST + " points; take values away");
        }
        return problems.found().size() > before ? Optional.empty() : Optional.of(new SweepGrid(lists));
    }

    /** Every combination, the last setting's values changing fastest; none of an empty grid. */
    List<StatedPoint> points() {
        List<Map<String, ConfigValue>> all = new ArrayList<>();
        all.add(Map.of());
        for (Map.Entry<String, ConfigList> axis : values.entrySet()) {
            List<Map<String, ConfigValue>> longer = new ArrayList<>();
            for (Map<String, ConfigValue> point : all) {
                for (ConfigValue value : axis.getValue()) {
                    Map<String, ConfigValue> more = new LinkedHashMap<>(point);
                    more.put(axis.getKey(), value);
                    longer.add(more);
                }
            }
            all = longer;
        }
        return values.isEmpty()
                ? List.of()
                : all.stream()
                        .map(point -> new StatedPoint(Optional.empty(), point))
                        .toList();
    }
}
