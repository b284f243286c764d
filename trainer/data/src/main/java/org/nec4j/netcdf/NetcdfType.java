package org.nec4j.netcdf;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** How numbers are stored; all are big-endian. From {@link #UBYTE} on in CDF-5 alone. */
public enum NetcdfType {
    BYTE(1, 1, -127),
    CHAR(2, 1, 0),
    SHORT(3, 2, -32767),
    INT(4, 4, -2147483647),
    FLOAT(5, 4, 0x1.ep122f),
    DOUBLE(6, 8, 0x1.ep122),
    UBYTE(7, 1, 255),
    USHORT(8, 2, 65535),
    UINT(9, 4, 4294967295.0),
    INT64(10, 8, -9223372036854775806.0),
    UINT64(11, 8, 18446744073709551614.0);

    private final int code;
    private final int bytes;
    private final double usualFill;

    NetcdfType(int code, int bytes, double usualFill) {
        this.code = code;
        this.bytes = bytes;
        this.usualFill = usualFill;
    }

    /** The type of that number in a file, if there is one. */
    static Optional<NetcdfType> of(long code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }

    /** Its number in a file. */
    int code() {
        return code;
    }

    /** Bytes of a number. */
    public int bytes() {
        return bytes;
    }

    /** What stands where nothing was ever written, unless a variable says otherwise. */
    public double usualFill() {
        return usualFill;
    }

    /** Of whole numbers the type of that width without negative ones; of others itself. */
    NetcdfType unsigned() {
        return switch (this) {
            case BYTE -> UBYTE;
            case SHORT -> USHORT;
            case INT -> UINT;
            case INT64 -> UINT64;
            default -> this;
        };
    }

    /** Whether CDF-1 and CDF-2 know it. */
    boolean isClassic() {
        return code <= DOUBLE.code;
    }

    /** The numbers in big-endian bytes, as doubles: whole numbers beyond 2^53 are rounded. */
    public double[] numbers(byte[] values) {
        ByteBuffer buffer = ByteBuffer.wrap(values);
        double[] numbers = new double[values.length / bytes];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = next(buffer);
        }
        return numbers;
    }

    private double next(ByteBuffer buffer) {
        return switch (this) {
            case BYTE -> buffer.get();
            case CHAR, UBYTE -> buffer.get() & 0xff;
            case SHORT -> buffer.getShort();
            case USHORT -> buffer.getShort() & 0xffff;
            case INT -> buffer.getInt();
            case UINT -> buffer.getInt() & 0xffffffffL;
            case FLOAT -> buffer.getFloat();
            case DOUBLE -> buffer.getDouble();
            case INT64 -> buffer.getLong();
            case UINT64 -> {
                long value = buffer.getLong();
                yield value >= 0 ? value : (value >>> 1 | value & 1) * 2.0;
            }
        };
    }

    /**
     * The numbers as big-endian bytes; whole ones are rounded to nearest, halves to the even side.
     *
     * @throws IllegalArgumentException where one does not fit
     */
    public byte[] bytes(double[] numbers) {
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(numbers.length, bytes));
        for (double number : numbers) {
            put(number, buffer);
        }
        return buffer.array();
    }

    private void put(double number, ByteBuffer buffer) {
        switch (this) {
            case FLOAT -> buffer.putFloat((float) number);
            case DOUBLE -> buffer.putDouble(number);
            case BYTE -> buffer.put((byte) whole(number, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case CHAR, UBYTE -> buffer.put((byte) whole(number, 0, 0xff));
            case SHORT -> buffer.putShort((short) whole(number, Short.MIN_VALUE, Short.MAX_VALUE));
            case USHORT -> buffer.putShort((short) whole(number, 0, 0xffff));
            case INT -> buffer.putInt((int) whole(number, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case UINT -> buffer.putInt((int) whole(number, 0, 0xffffffffL));
            case INT64 -> buffer.putLong(whole(number, Long.MIN_VALUE, Long.MAX_VALUE));
            case UINT64 ->
                buffer.putLong(
                        number < 0x1p63
                                ? whole(number, 0, Long.MAX_VALUE)
                                : whole(number - 0x1p63, 0, Long.MAX_VALUE) | Long.MIN_VALUE);
        }
    }

    private long whole(double number, long least, long most) {
        double rounded = Math.rint(number);
        if (!(rounded >= least && rounded <= most)) {
            throw new IllegalArgumentException(number + " does not fit numbers from " + least + " to " + most);
        }
        return (long) rounded;
    }
}
