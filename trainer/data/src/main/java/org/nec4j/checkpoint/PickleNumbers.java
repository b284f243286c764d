package org.nec4j.checkpoint;

import java.math.BigInteger;

/** The literals of a pickle that need parsing: integers of any length, and what protocol 0 writes as lines of text. */
final class PickleNumbers {
    /** Seeds may be long; longer ones have no use here. */
    private static final int MAX_INTEGER_BYTES = 1 << 16;

    /** Parsing text takes quadratic time. */
    private static final int MAX_DIGITS = 2048;

    private final PickleInput in;

    PickleNumbers(PickleInput in) {
        this.in = in;
    }

    Object integer(int length) {
        if (length < 0 || length > MAX_INTEGER_BYTES) {
            throw in.damaged("an integer claims " + Integer.toUnsignedString(length) + " bytes");
        }
        byte[] littleEndian = in.bytes(length);
        byte[] bigEndian = new byte[length + 1];
        for (int i = 0; i < length; i++) {
            bigEndian[length - i] = littleEndian[i];
        }
        bigEndian[0] = (byte) (length > 0 && littleEndian[length - 1] < 0 ? -1 : 0);
        return narrow(new BigInteger(bigEndian));
    }

    Object integerLine() {
        String line = in.line();
        return switch (line) {
            case "00" -> false;
            case "01" -> true;
            default -> decimal(line);
        };
    }

    Object longLine() {
        String line = in.line();
        return decimal(line.endsWith("L") ? line.substring(0, line.length() - 1) : line);
    }

    private Object decimal(String line) {
        try {
            if (line.length() <= MAX_DIGITS) {
                return narrow(new BigInteger(line.strip()));
            }
        } catch (NumberFormatException e) {
            throw in.damaged("'" + PrintableName.of(line) + "' is no integer");
        }
        throw in.damaged("an integer has " + line.length() + " digits");
    }

    long index() {
        String line = in.line();
        if (decimal(line) instanceof Long index) {
            return index;
        }
        throw in.damaged("'" + PrintableName.of(line) + "' is no place in the memo");
    }

    double floatLine() {
        String line = in.line();
        try {
            return switch (line) {
                case "inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                case "nan" -> Double.NaN;
                default -> Double.parseDouble(line);
            };
        } catch (NumberFormatException e) {
            throw in.damaged("'" + PrintableName.of(line) + "' is no number");
        }
    }

    String quotedLine() {
        String line = in.line();
        if (line.length() < 2 || line.charAt(0) != line.charAt(line.length() - 1)) {
            throw in.damaged("a text has no closing quote");
        }
        return line.substring(1, line.length() - 1);
    }

    private static Object narrow(BigInteger value) {
        return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
    }
}
