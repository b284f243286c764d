package org.nec4j.config;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a record's components say about the settings that fill it. */
final class Schema {
    private Schema() {}

    /** Full paths of all settings and blocks of a record, in its order. */
    static List<String> keys(Class<?> record, String prefix) {
        List<String> keys = new ArrayList<>();
        for (RecordComponent component : record.getRecordComponents()) {
            String key = prefix + Names.key(component.getName());
            keys.add(key);
            if (isBlock(component.getType())) {
                keys.addAll(keys(component.getType(), key + "."));
            }
        }
        for (Choice choice : Choices.withSettings(record)) {
            keys.add(prefix + choice.word());
            keys.addAll(keys(choice.getClass(), prefix + choice.word() + "."));
        }
        return keys;
    }

    /** The type of the setting or block with this full path. */
    static Optional<Type> type(Class<?> record, String key) {
        for (RecordComponent component : record.getRecordComponents()) {
            String own = Names.key(component.getName());
            if (key.equals(own)) {
                return Optional.of(component.getGenericType());
            }
            if (key.startsWith(own + ".") && isBlock(component.getType())) {
                return type(component.getType(), key.substring(own.length() + 1));
            }
        }
        for (Choice choice : Choices.withSettings(record)) {
            if (key.equals(choice.word())) {
                return Optional.of(choice.getClass());
            }
            if (key.startsWith(choice.word() + ".")) {
                return type(choice.getClass(), key.substring(choice.word().length() + 1));
            }
        }
        return Optional.empty();
    }

    /** Whether the type is written as a block in braces. */
    static boolean isBlock(Class<?> type) {
        return type.isRecord()
                && !type.isAnnotationPresent(Positional.class)
                && !isByKey(type)
                && parser(type).isEmpty();
    }

    /** Whether the type is written as a block whose keys are those of an experiment. */
    static boolean isByKey(Class<?> type) {
        return type == SweepGrid.class || type == StatedPoint.class;
    }

    /** The static {@code parse(String)} of a type that is written as one text. */
    static Optional<Method> parser(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(m -> m.getName().equals("parse") && Modifier.isStatic(m.getModifiers()))
                .filter(m -> Arrays.equals(m.getParameterTypes(), new Class<?>[] {String.class}))
                .findFirst();
    }

    /** The words that stand for an enum's constants, in order. */
    static List<String> words(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(c -> Names.word((Enum<?>) c))
                .toList();
    }

    /** A hint at what a missing setting looks like. */
    static String exampleFor(RecordComponent component) {
        return "; it takes " + describe(component.getGenericType());
    }

    /** A type as a user writes it. */
    static String describe(Type type) {
        if (type instanceof ParameterizedType generic) {
            String of = describe(generic.getActualTypeArguments()[0]);
            return generic.getRawType() == List.class ? "a list of " + plural(of.replaceFirst("^an? ", "")) : of;
        }
        Class<?> raw = (Class<?>) type;
        if (raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class) {
            return "a whole number";
        } else if (raw == double.class || raw == Double.class) {
            return "a number";
        } else if (raw == boolean.class || raw == Boolean.class) {
            return "true or false";
        } else if (raw == java.nio.file.Path.class) {
            return "a path";
        } else if (raw == Length.class) {
            return "a length such as 300 steps";
        } else if (raw == NoDataValue.class) {
            return "a number, inf, -inf or nan";
        } else if (raw == HeadChoice.class) {
            return "a head (linear, linear-moments, knn, attention, retrieval; each also with +decoder)";
        } else if (raw == SweepGrid.class) {
            return "a block with a list of values a setting";
        } else if (Choices.isKind(raw)) {
            return String.join(" | ", Choices.words(raw));
        } else if (raw.isEnum()) {
            return String.join(" | ", words(raw));
        } else if (raw.isAnnotationPresent(Positional.class)) {
            return positional(raw);
        }
        return raw.isRecord() ? "a block" : "a text";
    }

    private static String positional(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        if (!type.getAnnotation(Positional.class).oneForAll()) {
            return "a list of " + components.length + " numbers";
        }
        return describe(components[0].getGenericType()) + ", or a list: "
                + Arrays.stream(components).map(c -> Names.key(c.getName())).collect(Collectors.joining(", "));
    }

    private static String plural(String noun) {
        int end = noun.indexOf(" (");
        return end < 0 ? noun + "s" : noun.substring(0, end) + "s" + noun.substring(end);
    }
}
