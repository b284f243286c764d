package org.nec4j.netcdf;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What stored numbers mean, after the CF conventions: value = stored * scale + offset, and nothing where the stored number is one of those that stand
 * for missing ones. These are compared as doubles, before unpacking, whatever their type; NaN is missing always. Numbers that are said by texts count.
 *
 * @param type    of stored numbers
 * @param scale   {@code scale_factor}, 1 where it is not said
 * @param offset  {@code add_offset}, 0 where it is not said
 * @param missing {@code _FillValue} and {@code missing_value}, or where no {@code _FillValue} is said the type's own
 */
@SuppressWarnings("ArrayRecordComponent") // for one variable, compared by nobody
public record Packing(NetcdfType type, double scale, double offset, double[] missing) {
    /** Attributes that are numbers. */
    private static final List<String> SAID = List.of("_FillValue", "missing_value", "scale_factor", "add_offset");

    public Packing {
        missing = missing.clone();
    }

    /** What a variable's attributes say. */
    public static Packing of(NetcdfVariable variable) {
        double[] fill = variable.attribute("_FillValue")
                .map(NetcdfAttribute::numbers)
                .filter(numbers -> numbers.length > 0)
                .orElseGet(() -> usual(variable.type()));
        double[] other = variable.attribute("missing_value")
                .map(NetcdfAttribute::numbers)
                .orElse(new double[0]);
        NetcdfType type = variable.numberType();
        // What is said of unsigned numbers is written by their bits, too.
        double wrap = type == variable.type() ? 0 : Math.scalb(1.0, Byte.SIZE * type.bytes());
        return new Packing(
                type,
                number(variable, "scale_factor", 1),
                number(variable, "add_offset", 0),
                DoubleStream.concat(Arrays.stream(fill), Arrays.stream(other))
                        .map(one -> one < 0 ? one + wrap : one)
                        .toArray());
    }

    /** Those of the attributes above that are texts which say no number, and so count for nothing. */
    public static List<String> notUnderstood(NetcdfVariable variable) {
        return SAID.stream()
                .filter(name -> variable.attribute(name)
                        .filter(said -> said.type() == NetcdfType.CHAR && said.numbers().length == 0)
                        .isPresent())
                .toList();
    }

    /** All values of a byte are used, so none is taken for missing that nobody declared so. */
    private static double[] usual(NetcdfType type) {
        return type.bytes() == 1 ? new double[0] : new double[] {type.usualFill()};
    }

    private static double number(NetcdfVariable variable, String name, double otherwise) {
        return variable.attribute(name)
                .map(NetcdfAttribute::numbers)
                .filter(numbers -> numbers.length == 1)
                .map(numbers -> numbers[0])
                .orElse(otherwise);
    }

    @Override
    public double[] missing() {
        return missing.clone();
    }

    /** Whether a stored number stands for none. */
    public boolean isMissing(double stored) {
        if (Double.isNaN(stored)) {
            return true;
        }
        for (double one : missing) {
            // A double that is said of floats is one of them only once it is rounded.
            if (stored == one || type == NetcdfType.FLOAT && stored == (float) one) {
                return true;
            }
        }
        return false;
    }

    /** Values, NaN where they are missing. */
    public double[] unpack(double[] stored) {
        double[] values = new double[stored.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = isMissing(stored[i]) ? Double.NaN : stored[i] * scale + offset;
        }
        return values;
    }
}
