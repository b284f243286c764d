package org.nec4j.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The choices that there are of a kind. */
public final class Choices {
    private static final ClassValue<List<Choice>> KNOWN = new ClassValue<>() {
        @Override
        protected List<Choice> computeValue(Class<?> kind) {
            List<Choice> found = new ArrayList<>();
            for (Object choice : ServiceLoader.load(kind)) {
                if (!(choice instanceof Record)) {
                    throw new IllegalStateException(choice.getClass().getName() + " must be a record of its settings");
                }
                found.add((Choice) choice);
            }
            return List.copyOf(found);
        }
    };

    private Choices() {}

    /** All choices of a kind, with the defaults of their settings. */
    public static <T extends Choice> List<T> of(Class<T> kind) {
        return known(kind).stream().map(kind::cast).toList();
    }

    /** Whether the type of a setting is a kind of choice. */
    static boolean isKind(Class<?> type) {
        return type.isInterface() && Choice.class.isAssignableFrom(type);
    }

    static List<Choice> known(Class<?> kind) {
        return KNOWN.get(kind);
    }

    static List<String> words(Class<?> kind) {
        return known(kind).stream().map(Choice::word).toList();
    }

    static Optional<Choice> named(Class<?> kind, String word) {
        return known(kind).stream()
                .filter(choice -> choice.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** Those choices of all kinds among a record's settings that have settings of their own, which stand in blocks of the record's block. */
    static List<Choice> withSettings(Class<?> record) {
        List<Choice> found = new ArrayList<>();
        for (RecordComponent component : record.getRecordComponents()) {
            if (isKind(component.getType())) {
                known(component.getType()).stream().filter(Choices::hasSettings).forEach(found::add);
            }
        }
        return found;
    }

    static boolean hasSettings(Choice choice) {
        return choice.getClass().getRecordComponents().length > 0;
    }

    /** The defaults that choices bring along, for the blocks of an experiment. */
    static Config defaults() {
        Config all = ConfigFactory.empty();
        for (RecordComponent block : Experiment.class.getRecordComponents()) {
            for (Choice choice : withSettings(block.getType())) {
                String path = Names.key(block.getName()) + "." + choice.word();
                String text = Rendering.of((Record) choice, Map.of()).stream()
                        .map(setting -> setting.key() + " = " + setting.value())
                        .collect(Collectors.joining("\n"));
                ConfigParseOptions named =
                        ConfigParseOptions.defaults().setOriginDescription("the defaults of " + path);
                all = all.withFallback(ConfigFactory.parseString(text, named).atPath(path));
            }
        }
        return all;
    }
}
