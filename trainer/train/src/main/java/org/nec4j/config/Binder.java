package org.nec4j.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.nec4j.progress.Suggestion;

/**
 * Turns resolved settings into records, component by component, and notes every problem instead of stopping at the first. An
 * empty result means that a problem was noted; where a file is absent one was noted, too, and its path is bound.
 */
final class Binder {
    private final Problems problems;
    private final List<String> besides;
    private final Set<String> unsure = new HashSet<>();

    /** @param besides blocks that a file of this kind may have and that are read elsewhere: what a misspelt key may have meant */
    Binder(Problems problems, String... besides) {
        this.problems = problems;
        this.besides = List.of(besides);
    }

    /** Takes no notice of values that contradict each other in this block, as some of them are guesses. */
    Binder unsureOf(String block) {
        unsure.add(block + ".");
        return this;
    }

    <T> Optional<T> bind(ConfigObject object, Class<T> record) {
        return bind(object, record, "");
    }

    /** As {@link #bind(ConfigObject, Class)}, for a block whose keys begin with the prefix, such as {@code evaluation.}. */
    <T> Optional<T> bind(ConfigObject object, Class<T> record, String prefix) {
        List<String> known = new ArrayList<>(Schema.keys(record, prefix));
        known.addAll(besides);
        OneLine.check(object, prefix, problems);
        return record(object, record, prefix, known).map(record::cast);
    }

    /** How a word outside a closed list is reported. */
    static String unknownWord(String word, Collection<String> words) {
        return "is \"" + word + "\"; "
                + Suggestion.closest(word, words)
                        .map(c -> "did you mean \"" + c + "\"? It")
                        .orElse("it")
                + " is one of " + String.join(", ", words);
    }

    private Optional<Object> record(ConfigObject object, Class<?> type, String prefix, List<String> known) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> keys =
                Arrays.stream(components).map(c -> Names.key(c.getName())).toList();
        List<String> blocks =
                Choices.withSettings(type).stream().map(Choice::word).toList();
        object.forEach((key, value) -> {
            if (!keys.contains(key) && !blocks.contains(key)) {
                problems.note(
                        value.origin(),
                        prefix + key,
                        "is no setting" + (problems.areMany() ? "" : suggestion(prefix + key, known)));
            }
        });
        Object[] arguments = new Object[components.length];
        boolean complete = true;
        for (int i = 0; i < components.length; i++) {
            Optional<Object> bound = Choices.isKind(components[i].getType())
                    ? choice(components[i], object, prefix, known)
                    : component(components[i], object.get(keys.get(i)), prefix + keys.get(i), known);
            complete &= bound.isPresent();
            arguments[i] = bound.orElse(null);
        }
        return complete ? construct(type, arguments, object, prefix) : Optional.empty();
    }

    /** What a word chooses, its own settings bound to the block of that word beside it. */
    private Optional<Object> choice(RecordComponent component, ConfigObject object, String prefix, List<String> known) {
        String path = prefix + Names.key(component.getName());
        ConfigValue value = object.get(Names.key(component.getName()));
        if (value == null || value.valueType() == ConfigValueType.NULL) {
            problems.add(path, "is missing" + Schema.exampleFor(component));
            return Optional.empty();
        }
        String word = String.valueOf(value.unwrapped());
        Optional<Choice> chosen = Choices.named(component.getType(), word);
        if (chosen.isEmpty()) {
            problems.add(value.origin(), path, unknownWord(word, Choices.words(component.getType())));
            return Optional.empty();
        }
        ConfigValue block = object.get(chosen.get().word());
        if (block == null || !Choices.hasSettings(chosen.get())) {
            return Optional.of(chosen.get());
        }
        String own = prefix + chosen.get().word();
        return block instanceof ConfigObject settings
                ? record(settings, chosen.get().getClass(), own + ".", known)
                : wrong(block, own, "must be a block in braces");
    }

    /** What a key that is no setting may have meant. */
    static String suggestion(String key, List<String> known) {
        return Suggestion.closest(key, known)
                .map(c -> "; did you mean " + c + "?")
                .orElse("; docs/config.md lists all settings");
    }

    private Optional<Object> component(RecordComponent component, ConfigValue value, String path, List<String> known) {
        boolean optional = component.getType() == Optional.class;
        if (value == null
                || value.valueType() == ConfigValueType.NULL
                || optional && Scalars.isNullOfTheEnvironment(value)) {
            if (optional) {
                return Optional.of(Optional.empty());
            }
            problems.add(path, "is missing" + Schema.exampleFor(component));
            return Optional.empty();
        }
        Type type = optional ? argument(component.getGenericType()) : component.getGenericType();
        Optional<Object> bound = value(value, type, path, component, known);
        return optional ? bound.map(Optional::of) : bound;
    }

    private Optional<Object> value(
            ConfigValue value, Type type, String path, RecordComponent component, List<String> known) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            return list(value, argument(type), path, component, known);
        }
        Class<?> raw = (Class<?>) type;
        if (raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class) {
            return integer(value, raw, path, component);
        }
        if (raw == double.class || raw == Double.class) {
            return number(value, path, component);
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return Scalars.truth(value).map(Object.class::cast).or(() -> wrong(value, path, "must be true or false"));
        }
        if (raw.isEnum()) {
            return word(value, raw, path);
        }
        if (raw == Path.class) {
            return path(value, path, component);
        }
        if (Schema.isByKey(raw)) {
            return byKey(value, raw, path);
        }
        if (raw.isRecord()) {
            return value.valueType() == ConfigValueType.OBJECT
                    ? record((ConfigObject) value, raw, path + ".", known)
                    : fromScalarOrList(value, raw, path, known);
        }
        if (value.valueType() == ConfigValueType.OBJECT || value.valueType() == ConfigValueType.LIST) {
            return wrong(value, path, "must be a text");
        }
        return Optional.of(Scalars.text(value));
    }

    /** A block whose keys are those of an experiment. */
    private Optional<Object> byKey(ConfigValue value, Class<?> type, String path) {
        if (!(value instanceof ConfigObject block)) {
            return wrong(value, path, "must be a block in braces");
        }
        return type == SweepGrid.class
                ? SweepGrid.of(block, path, problems).map(grid -> grid)
                : StatedPoint.of(block, path, problems).map(point -> point);
    }

    private Optional<Object> list(
            ConfigValue value, Type element, String path, RecordComponent component, List<String> known) {
        if (!(value instanceof ConfigList list)) {
            return wrong(value, path, "must be a list in square brackets");
        }
        List<Object> bound = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            value(list.get(i), element, path + "[" + i + "]", component, known).ifPresent(bound::add);
        }
        return bound.size() == list.size() ? Optional.of(List.copyOf(bound)) : Optional.empty();
    }

    private Optional<Object> integer(ConfigValue value, Class<?> raw, String path, RecordComponent component) {
        boolean wide = raw == long.class || raw == Long.class;
        Optional<Long> number =
                Scalars.integer(value).filter(n -> wide || Math.abs(n.doubleValue()) <= Integer.MAX_VALUE);
        if (number.isEmpty()) {
            return wrong(
                    value,
                    path,
                    Scalars.integer(value).isPresent()
                            ? "must be a whole number of at most 2147483647 on either side of 0"
                            : "must be a whole number");
        }
        if (!within(value, number.get().doubleValue(), path, component)) {
            return Optional.empty();
        }
        return Optional.of(wide ? (Object) number.get() : (Object) number.get().intValue());
    }

    private Optional<Object> number(ConfigValue value, String path, RecordComponent component) {
        Optional<Double> number = Scalars.number(value);
        if (number.isEmpty()) {
            return wrong(value, path, "must be a number");
        }
        return within(value, number.get(), path, component) ? number.map(Object.class::cast) : Optional.empty();
    }

    private boolean within(ConfigValue value, double number, String path, RecordComponent component) {
        Interval interval = component.getAnnotation(Interval.class);
        if (interval == null || Bounds.parse(interval.value()).contains(number)) {
            return true;
        }
        problems.add(value.origin(), path, "is " + Scalars.text(value) + ", which lies outside " + interval.value());
        return false;
    }

    private Optional<Object> word(ConfigValue value, Class<?> type, String path) {
        List<String> words = Schema.words(type);
        String word = Scalars.text(value);
        int index = words.indexOf(word.toLowerCase(Locale.ROOT));
        if (index < 0) {
            problems.add(value.origin(), path, unknownWord(word, words));
            return Optional.empty();
        }
        return Optional.of(type.getEnumConstants()[index]);
    }

    private Optional<Object> path(ConfigValue value, String path, RecordComponent component) {
        if (value instanceof ConfigObject || value instanceof ConfigList) {
            return wrong(value, path, "must be a path");
        }
        String text = Scalars.text(value);
        if (text.isBlank()) {
            return wrong(value, path, "is empty where a path is expected; unset a variable that is set to nothing");
        }
        Path named;
        try {
            named = Path.of(text);
        } catch (InvalidPathException e) {
            return wrong(value, path, "must be a path");
        }
        Path file = Origins.folder(value.origin())
                .map(f -> f.resolve(named))
                .orElse(named)
                .normalize();
        ExistingFile wanted = component.getAnnotation(ExistingFile.class);
        if (wanted != null && !Files.isRegularFile(file) && !(wanted.orFolder() && Files.isDirectory(file))) {
            problems.note(
                    value.origin(),
                    path,
                    "names " + file + ", which " + (Files.isDirectory(file) ? "is a folder" : "does not exist"));
        }
        return Optional.of(file);
    }

    private Optional<Object> fromScalarOrList(ConfigValue value, Class<?> type, String path, List<String> known) {
        RecordComponent[] components = type.getRecordComponents();
        Positional positional = type.getAnnotation(Positional.class);
        if (positional != null && positional.oneForAll() && !(value instanceof ConfigList)) {
            return component(components[0], value, path, known)
                    .map(one -> Collections.nCopies(components.length, one).toArray())
                    .flatMap(arguments -> construct(type, arguments, value, path + "."));
        }
        if (positional != null) {
            if (!(value instanceof ConfigList list) || list.size() != components.length) {
                String list = "a list of " + components.length + " numbers";
                return wrong(value, path, "must be " + (positional.oneForAll() ? "one number or " : "") + list);
            }
            Object[] arguments = new Object[components.length];
            boolean complete = true;
            for (int i = 0; i < components.length; i++) {
                Optional<Object> bound = component(components[i], list.get(i), path + "[" + i + "]", known);
                complete &= bound.isPresent();
                arguments[i] = bound.orElse(null);
            }
            return complete ? construct(type, arguments, value, path + ".") : Optional.empty();
        }
        Optional<Method> parse = Schema.parser(type);
        if (parse.isEmpty() || value.valueType() == ConfigValueType.LIST) {
            return wrong(value, path, parse.isEmpty() ? "must be a block in braces" : "must be a text");
        }
        try {
            return Optional.of(parse.get().invoke(null, Scalars.text(value)));
        } catch (InvocationTargetException e) {
            return rejected(e.getCause(), value, path + ".");
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Object> construct(Class<?> type, Object[] arguments, ConfigValue value, String prefix) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return Optional.of(constructor.newInstance(arguments));
        } catch (InvocationTargetException e) {
            return rejected(e.getCause(), value, prefix);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot construct " + type, e);
        }
    }

    private Optional<Object> rejected(Throwable cause, ConfigValue value, String prefix) {
        if (cause instanceof Violations.InvalidSettings invalid) {
            for (Violations.Violation violation :
                    unsure.contains(prefix) ? List.<Violations.Violation>of() : invalid.violations()) {
                ConfigValue culprit = value;
                if (value instanceof ConfigObject object && object.toConfig().hasPath(violation.key())) {
                    culprit = object.toConfig().getValue(violation.key());
                }
                problems.add(culprit.origin(), prefix + violation.key(), violation.message());
            }
        } else if (cause instanceof IllegalArgumentException) {
            problems.add(value.origin(), prefix.replaceFirst("\\.$", ""), cause.getMessage());
        } else {
            throw new IllegalStateException(cause);
        }
        return Optional.empty();
    }

    private Optional<Object> wrong(ConfigValue value, String path, String expectation) {
        String shown = value.render(com.typesafe.config.ConfigRenderOptions.concise());
        problems.add(
                value.origin(),
                path,
                expectation + ", not " + (shown.length() > 60 ? shown.substring(0, 57) + "..." : shown));
        return Optional.empty();
    }

    private static Type argument(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }
}
