package org.nec4j.hdf5;

import io.jhdf.api.Dataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.StringData;
import java.lang.reflect.Array;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.nec4j.netcdf.NetcdfType;

/** Numbers as jhdf gives them, in the types and bytes of NetCDF-3. */
final class Hdf5Numbers {
    private Hdf5Numbers() {}

    /** The type of NetCDF-3 for a type of HDF5, if there is one. */
    static Optional<NetcdfType> type(DataType type) {
        if (type instanceof FixedPoint whole) {
            boolean isPlain = whole.getBitOffset() == 0 && whole.getBitPrecision() == 8 * whole.getSize();
            return isPlain ? whole(whole.getSize(), whole.isSigned()) : Optional.empty();
        }
        if (type instanceof FloatingPoint) {
            return switch (type.getSize()) {
                case 4 -> Optional.of(NetcdfType.FLOAT);
                case 8 -> Optional.of(NetcdfType.DOUBLE);
                default -> Optional.empty();
            };
        }
        return type instanceof StringData && type.getSize() == 1 ? Optional.of(NetcdfType.CHAR) : Optional.empty();
    }

    private static Optional<NetcdfType> whole(int bytes, boolean isSigned) {
        return switch (bytes) {
            case 1 -> Optional.of(isSigned ? NetcdfType.BYTE : NetcdfType.UBYTE);
            case 2 -> Optional.of(isSigned ? NetcdfType.SHORT : NetcdfType.USHORT);
            case 4 -> Optional.of(isSigned ? NetcdfType.INT : NetcdfType.UINT);
            case 8 -> Optional.of(isSigned ? NetcdfType.INT64 : NetcdfType.UINT64);
            default -> Optional.empty();
        };
    }

    /** So many numbers of a data set, big-endian; what stands for missing ones where nothing was ever written. */
    static byte[] bytes(Dataset dataset, NetcdfType type, int count) {
        if (count == 0) {
            return new byte[0];
        }
        Object numbers = dataset.getStorageInBytes() == 0 ? null : dataset.getDataFlat();
        if (numbers != null && !numbers.getClass().isArray()) {
            numbers = new Object[] {numbers};
        }
        if (numbers == null || Array.getLength(numbers) == 0) {
            return unwritten(dataset, type, count);
        }
        if (Array.getLength(numbers) != count) {
            throw new IllegalArgumentException(
                    Array.getLength(numbers) + " numbers of " + Hdf5Header.shown(dataset.getName()) + ", not " + count);
        }
        return bytes(numbers, type);
    }

    private static byte[] unwritten(Dataset dataset, NetcdfType type, int count) {
        Object fill = dataset.getFillValue();
        byte[] one =
                type == NetcdfType.CHAR || fill == null ? new byte[type.bytes()] : bytes(new Object[] {fill}, type);
        byte[] all = new byte[count * one.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = one[i % one.length];
        }
        return all;
    }

    /** An array as the library gives it, primitive or of objects, big-endian in that type. */
    static byte[] bytes(Object numbers, NetcdfType type) {
        int count = Array.getLength(numbers);
        ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(count, type.bytes()));
        if (numbers instanceof float[] floats) {
            buffer.asFloatBuffer().put(floats);
        } else if (numbers instanceof double[] doubles) {
            buffer.asDoubleBuffer().put(doubles);
        } else if (numbers instanceof short[] shorts && type.bytes() == 2) {
            buffer.asShortBuffer().put(shorts);
        } else if (numbers instanceof int[] ints && type.bytes() == 4) {
            buffer.asIntBuffer().put(ints);
        } else {
            for (int i = 0; i < count; i++) {
                put(buffer, Array.get(numbers, i), type);
            }
        }
        return buffer.array();
    }

    private static void put(ByteBuffer buffer, Object number, NetcdfType type) {
        switch (type) {
            case CHAR -> buffer.put(first((String) number));
            case FLOAT -> buffer.putFloat(((Number) number).floatValue());
            case DOUBLE -> buffer.putDouble(((Number) number).doubleValue());
            case UINT64 ->
                buffer.putLong(number instanceof BigInteger big ? big.longValue() : ((Number) number).longValue());
            default -> {
                long whole = ((Number) number).longValue();
                switch (type.bytes()) {
                    case 1 -> buffer.put((byte) whole);
                    case 2 -> buffer.putShort((short) whole);
                    case 4 -> buffer.putInt((int) whole);
                    default -> buffer.putLong(whole);
                }
            }
        }
    }

    private static byte first(String letter) {
        byte[] bytes = letter.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        return Arrays.copyOf(bytes, 1)[0];
    }
}
