package org.nec4j.netcdf;

import java.io.Closeable;
import java.util.List;

/**
 * An open file of fields in the terms of NetCDF-3, whatever its own format. Its header is read at once, its numbers where they are asked
 * for; a file that is not what it should be raises a {@link org.nec4j.codec.error.FormatException} that names it.
 */
public interface NetcdfSource extends Closeable {
    /** What it says before its numbers. */
    NetcdfHeader header();

    /** The header as a NetCDF-3 file begins with it, for {@link NetcdfFile#header(byte[], long, String)}. */
    byte[] headerBytes();

    /** Bytes of the whole NetCDF-3 file. */
    long size();

    /** All of a variable's numbers as they are stored, big-endian, the last axis fastest. */
    byte[] bytes(NetcdfVariable variable);

    /** All of a variable's numbers, unpacked, NaN where they are missing. */
    default double[] values(NetcdfVariable variable) {
        return Packing.of(variable).unpack(variable.numberType().numbers(bytes(variable)));
    }

    /** Names of variables that the file has and this view of it has not. */
    default List<String> leftOut() {
        return List.of();
    }

    @Override
    void close();
}
