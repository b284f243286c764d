package org.nec4j.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where a value was stated. */
final class Origins {
    /** The library's name for a value put together from several places, which no single file states. */
    private static final String MERGED = "merge of";

    private static final String SEVERAL = "several places";

    private Origins() {}

    /** File and line, or the description of what is no file, if the value comes from one place. */
    static Optional<String> place(ConfigOrigin origin) {
        if (origin == null || origin.description().startsWith(MERGED)) {
            return Optional.empty();
        }
        String source = origin.filename() != null
                ? origin.filename()
                : origin.description().replaceFirst(": \\d+.*$", "");
        return Optional.of(
                origin.lineNumber() > 0 && !source.equals(Overrides.COMMAND_LINE)
                        ? source + ":" + origin.lineNumber()
                        : source);
    }

    /** The folder of the file that states the value: what relative paths in it are relative to. */
    static Optional<Path> folder(ConfigOrigin origin) {
        if (origin.filename() == null || origin.description().startsWith(MERGED)) {
            return Optional.empty();
        }
        return Optional.ofNullable(Path.of(origin.filename()).getParent());
    }

    /** Adds every file that states a value in the block. */
    static void files(ConfigObject block, Set<Path> into) {
        for (ConfigValue value : block.values()) {
            if (value instanceof ConfigObject inner) {
                files(inner, into);
            } else if (value.origin().filename() != null) {
                into.add(Path.of(value.origin().filename()));
            }
        }
    }

    /** Where every value of a block is stated, its blocks' and lists' too, by full keys. */
    static Map<String, String> places(ConfigObject block) {
        Map<String, String> places = new HashMap<>();
        collect("", block, places);
        return places;
    }

    private static void collect(String prefix, ConfigObject object, Map<String, String> places) {
        object.forEach((key, value) -> {
            String path = prefix + key;
            places.put(path, place(value.origin()).orElse(SEVERAL));
            if (value instanceof ConfigObject block) {
                collect(path + ".", block, places);
            } else if (value instanceof ConfigList list) {
                elements(path, list, places);
            }
        });
    }

    private static void elements(String path, ConfigList list, Map<String, String> places) {
        for (int i = 0; i < list.size(); i++) {
            String element = path + "[" + i + "]";
            places.put(element, place(list.get(i).origin()).orElse(SEVERAL));
            if (list.get(i) instanceof ConfigObject block) {
                collect(element + ".", block, places);
            }
        }
    }
}
