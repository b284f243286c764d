package org.nec4j.gridded;

import java.nio.file.Path;
import java.util.List;
import org.nec4j.codec.error.UserException;
import org.nec4j.netcdf.NetcdfSource;
import org.nec4j.netcdf.NetcdfType;
import org.nec4j.netcdf.NetcdfVariable;
import org.nec4j.netcdf.Packing;
import org.nec4j.progress.Console;

/**
 * A variable of a file as frames [times, levels] of maps [height, width]: the last two axes are the map, the first is time, those between make up
 * the levels.
 *
 * @param source   the file
 * @param variable what the file says of it
 * @param packing  what stored numbers mean
 * @param times    length of the first axis; 1 where there are two axes
 * @param levels   product of the axes between
 * @param stored   all numbers as they are stored
 */
@SuppressWarnings("ArrayRecordComponent") // one large array, shared
record Field(
        Path source,
        NetcdfVariable variable,
        Packing packing,
        int times,
        int levels,
        int height,
        int width,
        double[] stored) {
    /** Whole numbers beyond 2^53 are no doubles. */
    private static final List<NetcdfType> UNCODED = List.of(NetcdfType.CHAR, NetcdfType.INT64, NetcdfType.UINT64);

    /** Axes of a variable of an open file; throws UserException where it is no map. */
    static long[] shape(Path source, NetcdfSource file, String name) {
        NetcdfVariable variable;
        try {
            variable = file.header().variable(name);
        } catch (UserException e) {
            throw new UserException(source + ": " + e.getMessage(), e);
        }
        long[] shape = file.header().shape(variable);
        if (shape.length < 2 || UNCODED.contains(variable.type())) {
            throw new UserException(
                    source + ": variable " + name + " has " + shape.length + " axes of " + variable.type()
                            + "; a gridded field has two at least, of numbers up to 32 bits or floating ones");
        }
        return shape;
    }

    /** Length of the first axis, where it is no axis of the map. */
    static long times(long[] shape) {
        return shape.length == 2 ? 1 : shape[0];
    }

    /**
     * A variable of an open file.
     *
     * @param console hears what is doubtful in it
     * @throws UserException where it is no map of numbers
     */
    static Field of(Path source, NetcdfSource file, String name, Console console) {
        long[] shape = shape(source, file, name);
        NetcdfVariable variable = file.header().variable(name);
        long levels = 1;
        for (int axis = 1; axis < shape.length - 2; axis++) {
            levels = Math.multiplyExact(levels, shape[axis]);
        }
        double[] stored = variable.numberType().numbers(file.bytes(variable));
        if (stored.length == 0) {
            throw new UserException(source + ": variable " + name + " has no values; name one that has");
        }
        Field field = new Field(
                source,
                variable,
                Packing.of(variable),
                (int) times(shape),
                (int) levels,
                (int) shape[shape.length - 2],
                (int) shape[shape.length - 1],
                stored);
        field.requireNumbers();
        DoubtfulValues.in(field).forEach(console::say);
        return field;
    }

    /** No mean, range or bound is one of infinite numbers. */
    private void requireNumbers() {
        for (int i = 0; i < stored.length; i++) {
            if (Double.isInfinite(stored[i] * packing.scale() + packing.offset()) && !packing.isMissing(stored[i])) {
                throw new UserException(source + ": variable " + name() + " holds an infinite number at time "
                        + i / cells() / levels + ", row " + i % cells() / width + ", column " + i % width
                        + "; say with missing_value that it stands for none, or replace it");
            }
        }
    }

    String name() {
        return variable.name();
    }

    int cells() {
        return height * width;
    }

    /** One map as it is stored. */
    double[] storedFrame(int time, int level) {
        double[] frame = new double[cells()];
        System.arraycopy(stored, (time * levels + level) * cells(), frame, 0, cells());
        return frame;
    }

    /** One map, unpacked, NaN where cells are missing. */
    double[] values(int time, int level) {
        return packing.unpack(storedFrame(time, level));
    }
}
