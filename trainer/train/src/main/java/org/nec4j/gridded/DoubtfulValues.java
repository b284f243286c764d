package org.nec4j.gridded;

import java.util.ArrayList;
import java.util.List;
import org.nec4j.netcdf.NetcdfType;
import org.nec4j.netcdf.Packing;

/** What of a field may stand for missing values though the file does not say so in a way that is understood. */
final class DoubtfulValues {
    /** No physical quantity has one value, given several times, that lies so far beyond all others. */
    private static final double BEYOND = 1e6;

    /** As above, of numbers such as -9999 that nobody measures several times. */
    private static final double NINES_BEYOND = 10;

    private DoubtfulValues() {}

    /** Sentences that name file and variable; none where all is well. */
    static List<String> in(Field field) {
        List<String> doubts = new ArrayList<>();
        for (String attribute : Packing.notUnderstood(field.variable())) {
            doubts.add(field.source() + ": variable " + field.name() + " has a text as " + attribute
                    + " that is no number, and is read as if it had none; let it be a number");
        }
        unnamed(field, doubts);
        return doubts;
    }

    /** The one stored number that is largest in magnitude, where it occurs twice at least and lies far beyond the second one. */
    private static void unnamed(Field field, List<String> doubts) {
        double largest = 0;
        double second = 0;
        double stored = Double.NaN;
        long count = 0;
        for (double one : field.stored()) {
            if (one == stored) {
                count++;
            } else if (!field.packing().isMissing(one)) {
                double magnitude =
                        Math.abs(one * field.packing().scale() + field.packing().offset());
                if (magnitude > largest) {
                    second = largest;
                    largest = magnitude;
                    stored = one;
                    count = 1;
                } else {
                    second = Math.max(second, magnitude);
                }
            }
        }
        double beyond = areNines(stored) ? NINES_BEYOND : BEYOND;
        if (count > 1 && second > 0 && largest >= beyond * second) {
            doubts.add(field.source() + ": variable " + field.name() + " holds " + shown(field, stored) + " in " + count
                    + " cells and nothing else beyond " + shown(field, second)
                    + " in magnitude; if it stands for missing values,"
                    + " name it by _FillValue or missing_value, else a bound rel= is a share of a range up to it");
        }
    }

    /** With the digits that numbers of single precision have. */
    private static String shown(Field field, double number) {
        return field.packing().type() == NetcdfType.FLOAT ? Float.toString((float) number) : Double.toString(number);
    }

    private static boolean areNines(double stored) {
        double next = Math.abs(stored) + 1;
        return next >= 1e4 && next <= 1e15 && next == Math.pow(10, Math.rint(Math.log10(next)));
    }
}
