package org.nec4j.cli;

import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers on the command line, refused in words that are not those of a programming language. */
final class Numbers {
    private Numbers() {}

    /** Reads all numbers of these commands so. */
    static void read(CommandLine line) {
        ITypeConverter<Double> real = Numbers::real;
        ITypeConverter<Integer> whole = text -> Math.toIntExact(whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE));
        ITypeConverter<Long> large = text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
        line.registerConverter(double.class, real)
                .registerConverter(Double.class, real)
                .registerConverter(int.class, whole)
                .registerConverter(Integer.class, whole)
                .registerConverter(long.class, large)
                .registerConverter(Long.class, large);
    }

    private static double real(String text) {
        try {
            double number = Double.parseDouble(text.strip());
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as numbers that are none are.
        }
        throw new TypeConversionException("'" + text + "' is no number; write one such as 2, 0.5 or 1e-3");
    }

    private static long whole(String text, long least, long most) {
        try {
            long number = Long.parseLong(text.strip());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new TypeConversionException("'" + text + "' is no whole number"
                + (most < Long.MAX_VALUE ? " of at most " + most : "") + "; write one such as 4");
    }
}
