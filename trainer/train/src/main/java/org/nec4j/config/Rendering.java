package org.nec4j.config;

import com.typesafe.config.ConfigUtil;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes records back as HOCON: what a run folder keeps and what is shown to the user. */
final class Rendering {
    private Rendering() {}

    /** Every setting of a record, in the record's order; paths become absolute so that the text means the same anywhere. */
    static List<Setting> of(Record settings, Map<String, String> origins) {
        List<Setting> all = new ArrayList<>();
        collect("", settings, origins, all);
        return all;
    }

    private static void collect(String prefix, Record record, Map<String, String> origins, List<Setting> into) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String key = prefix + Names.key(component.getName());
            Object value = read(component, record);
            if (value instanceof Choice choice) {
                into.add(new Setting(key, choice.word(), origins.getOrDefault(key, "not stated")));
                collect(prefix + choice.word() + ".", (Record) choice, origins, into);
            } else if (Schema.isBlock(component.getType())) {
                collect(key + ".", (Record) value, origins, into);
            } else {
                into.add(new Setting(key, text(value), origins.getOrDefault(key, "not stated")));
            }
        }
    }

    private static String text(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(Rendering::text).orElse("null");
        } else if (value instanceof List<?> list) {
            return list.stream().map(Rendering::text).collect(Collectors.joining(", ", "[", "]"));
        } else if (value instanceof Enum<?> constant) {
            return Names.word(constant);
        } else if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        } else if (value instanceof Path path) {
            return ConfigUtil.quoteString(path.toAbsolutePath().normalize().toString());
        } else if (value instanceof Record record
                && Schema.parser(record.getClass()).isEmpty()) {
            Positional positional = record.getClass().getAnnotation(Positional.class);
            List<String> values = Arrays.stream(record.getClass().getRecordComponents())
                    .filter(c -> !read(c, record).equals(Optional.empty()))
                    .map(c -> (positional != null ? "" : Names.key(c.getName()) + " = ") + text(read(c, record)))
                    .toList();
            if (positional == null) {
                return "{ " + String.join(", ", values) + " }";
            }
            boolean isOneForAll = positional.oneForAll() && Set.copyOf(values).size() == 1;
            return isOneForAll ? values.get(0) : "[" + String.join(", ", values) + "]";
        }
        return ConfigUtil.quoteString(value.toString());
    }

    private static Object read(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }
}
