package org.nec4j.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A length of training, written with its unit: {@code 20 epochs}, {@code 300 steps}. A step is one update of the parameters; an
 * epoch shows every training image once.
 */
public record Length(double amount, Unit unit) {
    /** What is counted. */
    public enum Unit {
        STEPS,
        EPOCHS
    }

    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*(steps?|epochs?)");

    public Length {
        if (!(amount >= 0 && amount <= Integer.MAX_VALUE)) {
            throw new IllegalArgumentException("is " + amount + ", which is out of range");
        }
        if (unit == Unit.STEPS && amount != Math.rint(amount)) {
            throw new IllegalArgumentException("is " + amount + " steps, but steps come whole");
        }
    }

    /** Reads {@code 300 steps} or {@code 1.5 epochs}; anything else is an IllegalArgumentException. */
    public static Length parse(String text) {
        Matcher m = FORM.matcher(text.strip());
        if (!m.matches()) {
            throw new IllegalArgumentException(
                    "must be a number and its unit such as \"300 steps\" or \"20 epochs\", not \"" + text + "\"");
        }
        return new Length(Double.parseDouble(m.group(1)), m.group(2).startsWith("step") ? Unit.STEPS : Unit.EPOCHS);
    }

    /** This length in steps where an epoch takes that many; rounded to the nearest. */
    public long steps(long stepsPerEpoch) {
        return Math.round(unit == Unit.STEPS ? amount : amount * stepsPerEpoch);
    }

    @Override
    public String toString() {
        String number = amount == Math.rint(amount) ? Long.toString((long) amount) : Double.toString(amount);
        return number + " " + unit.name().toLowerCase(Locale.ROOT);
    }
}
