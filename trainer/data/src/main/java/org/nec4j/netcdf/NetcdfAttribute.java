package org.nec4j.netcdf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What is said of a file or a variable.
 *
 * @param name   such as {@code units}
 * @param type   of its values
 * @param values big-endian
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below
public record NetcdfAttribute(String name, NetcdfType type, byte[] values) {
    public NetcdfAttribute {
        values = values.clone();
    }

    /** A text. */
    public static NetcdfAttribute of(String name, String text) {
        return new NetcdfAttribute(name, NetcdfType.CHAR, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Numbers of a type. */
    public static NetcdfAttribute of(String name, NetcdfType type, double... numbers) {
        return new NetcdfAttribute(name, type, type.bytes(numbers));
    }

    @Override
    public byte[] values() {
        return values.clone();
    }

    /** The values as text, without what some writers put behind it. */
    public String text() {
        return new String(values, StandardCharsets.UTF_8).replaceAll("\0+$", "");
    }

    /** The values as numbers, of a text the one that it says; none of a text that says none. */
    public double[] numbers() {
        if (type != NetcdfType.CHAR) {
            return type.numbers(values);
        }
        try {
            return new double[] {Double.parseDouble(text())};
        } catch (NumberFormatException e) {
            return new double[0];
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NetcdfAttribute that
                && name.equals(that.name)
                && type == that.type
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
