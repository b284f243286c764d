package org.nec4j.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One value as the type of its setting reads it. HOCON tells numbers and truth values from texts by their look, and environment variables
 * and the command line give texts alone; what a value is follows here from the setting.
 */
final class Scalars {
    private static final Pattern NUMBER = Pattern.compile("-?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?");

    /** Longer ones are no numbers that anyone types. */
    private static final int MAX_DIGITS = 400;

    private Scalars() {}

    /** The text as it was written: {@code 01}, {@code 1.50} and {@code 1e3} keep their letters. */
    static String text(ConfigValue value) {
        return switch (value.valueType()) {
            case NUMBER, STRING -> value.atKey("value").getString("value");
            case NULL, BOOLEAN -> String.valueOf(value.unwrapped());
            case LIST, OBJECT -> value.render(ConfigRenderOptions.concise());
        };
    }

    /** A whole number that a long can hold, exactly. */
    static Optional<Long> integer(ConfigValue value) {
        try {
            return digits(value).map(BigDecimal::new).map(BigDecimal::longValueExact);
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** A finite number. */
    static Optional<Double> number(ConfigValue value) {
        return digits(value).map(Double::parseDouble).filter(Double::isFinite);
    }

    /** A truth value by one of HOCON's words for it. */
    static Optional<Boolean> truth(ConfigValue value) {
        if (value.valueType() != ConfigValueType.BOOLEAN && value.valueType() != ConfigValueType.STRING) {
            return Optional.empty();
        }
        return switch (text(value).strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> Optional.of(true);
            case "false", "no", "off" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** Whether an environment variable takes an optional value away. */
    static boolean isNullOfTheEnvironment(ConfigValue value) {
        return value.origin().description().startsWith("env") && "null".equals(value.unwrapped());
    }

    /** The text of a number. */
    private static Optional<String> digits(ConfigValue value) {
        if (value.valueType() != ConfigValueType.NUMBER && value.valueType() != ConfigValueType.STRING) {
            return Optional.empty();
        }
        return Optional.of(text(value).strip())
                .filter(text ->
                        text.length() <= MAX_DIGITS && NUMBER.matcher(text).matches());
    }
}
