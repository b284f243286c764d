package org.nec4j.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.nec4j.codec.error.UserException;

/**
 * Settings from the command line, {@code key=value}. What stands behind the first equals sign is the value as it stands, whatever marks
 * are in it; only a list or a block is read as HOCON.
 */
final class Overrides {
    static final String COMMAND_LINE = "command line";

    private static final String NULL = "null";
    private static final Pattern KEY = Pattern.compile("[A-Za-z][A-Za-z0-9-]*(\\.[A-Za-z0-9][A-Za-z0-9-]*)*");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"\\\\]|\\\\.)*\"");
    private static final String VALUE = "value";

    private Overrides() {}

    /** Later assignments win over earlier ones. */
    static Config of(List<String> assignments) {
        Config all = ConfigFactory.empty();
        for (String assignment : assignments) {
            all = one(assignment).withFallback(all);
        }
        return all;
    }

    /** Whether a word has the form of an assignment. */
    static boolean isAssignment(String word) {
        int equals = word.indexOf('=');
        return equals > 0 && KEY.matcher(word.substring(0, equals).strip()).matches();
    }

    private static Config one(String assignment) {
        if (!isAssignment(assignment)) {
            throw new UserException(
                    "\"" + assignment + "\" is no setting; write key=value, such as objective.lambda=1e6.");
        }
        int equals = assignment.indexOf('=');
        String key = assignment.substring(0, equals).strip();
        Object value = value(key, assignment.substring(equals + 1).strip());
        List<String> path = ConfigUtil.splitPath(key);
        for (int i = path.size() - 1; i >= 0; i--) {
            value = ConfigValueFactory.fromMap(Map.of(path.get(i), value), COMMAND_LINE);
        }
        return ((ConfigObject) value).toConfig();
    }

    private static ConfigValue value(String key, String text) {
        Optional<Type> type = Schema.type(Experiment.class, typed(key));
        boolean isOptional = type.filter(t -> raw(t) == Optional.class).isPresent();
        Optional<Type> of = type.map(t -> isOptional ? ((ParameterizedType) t).getActualTypeArguments()[0] : t);
        if (text.equals(NULL) && (isOptional || of.isPresent() && !isText(of.get()))) {
            return ConfigValueFactory.fromAnyRef(null, COMMAND_LINE);
        }
        if (of.map(Overrides::isStructure).orElse(true) && text.matches("(?s)[\\[{$].*")) {
            return structure(key, text);
        }
        boolean mayBeQuoted = of.isPresent() && !isText(of.get());
        boolean isQuoted = text.length() > 1 && QUOTED.matcher(text).matches();
        return ConfigValueFactory.fromAnyRef(
                mayBeQuoted && isQuoted ? text.substring(1, text.length() - 1) : text, COMMAND_LINE);
    }

    /** The setting that has the type of this one: sizes of a preset are those of the model. */
    private static String typed(String key) {
        return key.replaceFirst("^presets\\.[^.]+\\.", "model.");
    }

    private static ConfigValue structure(String key, String text) {
        String bare = QUOTED.matcher(text).replaceAll("");
        if (bare.contains("#") || bare.contains("//")) {
            throw new UserException(COMMAND_LINE + ": " + key
                    + " holds # or //, which begin a comment in lists and blocks; put the text that has them"
                    + " in double quotes.");
        }
        Trailing.refuse(text, line -> COMMAND_LINE + ": " + key + ": ");
        ConfigParseOptions options =
                ConfigParseOptions.defaults().setOriginDescription(COMMAND_LINE).setIncluder(new Nothing());
        Config parsed = Sources.parse(
                COMMAND_LINE + ": " + key, () -> ConfigFactory.parseString(VALUE + " = " + text, options));
        if (!parsed.root().keySet().equals(java.util.Set.of(VALUE))) {
            throw new UserException(COMMAND_LINE + ": " + key + " is a list or a block with something behind it.");
        }
        return parsed.root().get(VALUE);
    }

    private static boolean isText(Type type) {
        return type == String.class || type == Path.class;
    }

    /** Whether values of the type are written in brackets or braces. */
    private static boolean isStructure(Type type) {
        Class<?> raw = raw(type);
        return raw == List.class || raw.isRecord() && Schema.parser(raw).isEmpty();
    }

    private static Class<?> raw(Type type) {
        return (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
    }

    /** Includes nothing: settings on the command line stand there. */
    private static final class Nothing implements ConfigIncluder {
        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return this;
        }

        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            throw new UserException(COMMAND_LINE + ": includes \"" + what + "\"; include it in a file.");
        }
    }
}
