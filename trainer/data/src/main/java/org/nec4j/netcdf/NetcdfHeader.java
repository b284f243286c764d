package org.nec4j.netcdf;

import java.util.List;
import java.util.stream.Collectors;
import org.nec4j.codec.error.UserException;

/**
 * What a file says before its numbers.
 *
 * @param version    1, 2 or 5: the byte behind "CDF"
 * @param dimensions axes
 * @param attributes of the whole file
 * @param variables  fields
 */
public record NetcdfHeader(
        int version,
        List<NetcdfDimension> dimensions,
        List<NetcdfAttribute> attributes,
        List<NetcdfVariable> variables) {
    public NetcdfHeader {
        dimensions = List.copyOf(dimensions);
        attributes = List.copyOf(attributes);
        variables = List.copyOf(variables);
    }

    /** How many records there are. */
    public long records() {
        return dimensions.stream()
                .filter(NetcdfDimension::isRecord)
                .mapToLong(NetcdfDimension::length)
                .findFirst()
                .orElse(0);
    }

    /** The variable of that name; an {@link UserException} that lists all where there is none. */
    public NetcdfVariable variable(String name) {
        return variables.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserException("there is no variable " + name + "; there are "
                        + variables.stream()
                                .limit(20)
                                .map(one -> ShownName.of(one.name()))
                                .collect(Collectors.joining(", "))));
    }

    /** Its axes' lengths. */
    public long[] shape(NetcdfVariable variable) {
        return variable.dimensions().stream()
                .mapToLong(axis -> dimensions.get(axis).length())
                .toArray();
    }

    /** Whether it grows with the records. */
    public boolean isRecord(NetcdfVariable variable) {
        return !variable.dimensions().isEmpty()
                && dimensions.get(variable.dimensions().get(0)).isRecord();
    }

    /**
     * Bytes of a variable, or of one of its records, without padding.
     *
     * @throws ArithmeticException beyond 2^63
     */
    long chunkBytes(NetcdfVariable variable) {
        long bytes = variable.type().bytes();
        for (int axis : variable.dimensions()) {
            NetcdfDimension dimension = dimensions.get(axis);
            bytes = dimension.isRecord() ? bytes : Math.multiplyExact(bytes, dimension.length());
        }
        return bytes;
    }

    /** As above, with what fills it up to four bytes: nothing where one variable alone has records. */
    long paddedBytes(NetcdfVariable variable) {
        long bytes = chunkBytes(variable);
        boolean alone =
                isRecord(variable) && variables.stream().filter(this::isRecord).count() == 1;
        return alone ? bytes : Math.addExact(bytes, -bytes & 3);
    }

    /** Bytes from a record to the next one. */
    long recordBytes() {
        long sum = 0;
        for (NetcdfVariable variable : variables) {
            sum = isRecord(variable) ? Math.addExact(sum, paddedBytes(variable)) : sum;
        }
        return sum;
    }
}
