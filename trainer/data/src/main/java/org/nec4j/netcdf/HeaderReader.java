package org.nec4j.netcdf;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.io.ByteSource;

/** Reads what stands before the numbers, and where these lie. */
final class HeaderReader {
    static final int DIMENSIONS = 10;
    static final int VARIABLES = 11;
    static final int ATTRIBUTES = 12;
    /** What a writer puts in the place of the number of records while it does not know it. */
    private static final long STREAMING = -1;

    private final ByteSource source;
    private final HeaderInput in;
    private int version;

    private HeaderReader(ByteSource source) {
        this.source = source;
        this.in = new HeaderInput(source);
    }

    /** A header, where each of its variables begins, and where it ends itself. */
    record Placed(NetcdfHeader header, List<Long> begins, long end) {}

    static Placed read(ByteSource source) {
        return new HeaderReader(source).read();
    }

    private Placed read() {
        if (in.takeByte() != 'C' || in.takeByte() != 'D' || in.takeByte() != 'F') {
            throw new FormatException(
                    "is no NetCDF file: those of NetCDF-3 begin with CDF, those of NetCDF-4 with HDF; name another", 0);
        }
        version = in.takeByte();
        if (version != 1 && version != 2 && version != 5) {
            throw new FormatException("is of version " + version + " of NetCDF-3, and 1, 2 and 5 can be read", 3);
        }
        if (version == 5) {
            in.countsAreWide();
        }
        long records = version == 5 ? in.takeLong() : in.takeInt();
        if (records < STREAMING) {
            throw new FormatException("says that it has a number of records below 0", 4);
        }
        List<NetcdfDimension> dimensions = dimensions();
        List<NetcdfAttribute> attributes = attributes();
        List<Long> begins = new ArrayList<>();
        List<NetcdfVariable> variables = variables(dimensions, begins);
        NetcdfHeader header = new NetcdfHeader(version, dimensions, attributes, variables);
        return new Placed(counted(header, records, begins), begins, in.position());
    }

    /** With the number of records, which where it is not stated is what the file has room for. */
    private NetcdfHeader counted(NetcdfHeader header, long stated, List<Long> begins) {
        long records = stated;
        if (stated == STREAMING) {
            long first = source.size();
            for (int i = 0; i < begins.size(); i++) {
                first = header.isRecord(header.variables().get(i)) ? Math.min(first, begins.get(i)) : first;
            }
            long bytes = header.recordBytes();
            records = bytes == 0 ? 0 : (source.size() - first) / bytes;
        }
        long length = records;
        List<NetcdfDimension> dimensions = header.dimensions().stream()
                .map(one -> one.isRecord() ? new NetcdfDimension(one.name(), length, true) : one)
                .toList();
        return new NetcdfHeader(version, dimensions, header.attributes(), header.variables());
    }

    /** The number of elements of a list that begins here; each takes eight bytes at least. */
    private long elements(int wanted, String what) {
        long at = in.position();
        int tag = in.takeInt();
        long count = in.takeCount("the number of its " + what);
        if (tag != wanted && (tag != 0 || count != 0)) {
            throw new FormatException("has no list of " + what + " where one belongs", at);
        }
        if (count > (source.size() - in.position()) / 8) {
            throw new FormatException("says that it has " + count + " " + what + ", and ends before", at);
        }
        return count;
    }

    private List<NetcdfDimension> dimensions() {
        List<NetcdfDimension> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        boolean grows = false;
        for (long left = elements(DIMENSIONS, "dimensions"); left > 0; left--) {
            long at = in.position();
            String name = unique(names, in.takeName(), "dimensions", at);
            long length = in.takeCount("the length of dimension " + ShownName.of(name));
            if (length == 0 && grows) {
                throw new FormatException("has two dimensions of records", at);
            }
            grows |= length == 0;
            all.add(new NetcdfDimension(name, length, length == 0));
        }
        return all;
    }

    private static String unique(Set<String> names, String name, String what, long at) {
        if (!names.add(name)) {
            throw new FormatException("has two " + what + " of the name " + ShownName.of(name), at);
        }
        return name;
    }

    private List<NetcdfAttribute> attributes() {
        List<NetcdfAttribute> all = new ArrayList<>();
        for (long left = elements(ATTRIBUTES, "attributes"); left > 0; left--) {
            String name = in.takeName();
            NetcdfType type = type();
            long at = in.position();
            long count = in.takeCount("the length of attribute " + ShownName.of(name));
            if (count > source.size()) {
                throw new FormatException(
                        "says that attribute " + ShownName.of(name) + " has " + count + " values", at);
            }
            all.add(new NetcdfAttribute(name, type, in.takePadded(count * type.bytes())));
        }
        return all;
    }

    private NetcdfType type() {
        long at = in.position();
        int code = in.takeInt();
        return NetcdfType.of(code)
                .filter(type -> version == 5 || type.isClassic())
                .orElseThrow(() -> new FormatException("has numbers of type " + code + ", which there is not", at));
    }

    private List<NetcdfVariable> variables(List<NetcdfDimension> dimensions, List<Long> begins) {
        List<NetcdfVariable> all = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (long left = elements(VARIABLES, "variables"); left > 0; left--) {
            long at = in.position();
            String name = unique(names, in.takeName(), "variables", at);
            List<Integer> axes = axes(name, dimensions);
            List<NetcdfAttribute> attributes = attributes();
            NetcdfType type = type();
            if (version == 5) {
                in.takeLong(); // its bytes, which follow from the dimensions and are no longer stated right beyond 2^32
            } else {
                in.takeInt();
            }
            long place = in.position();
            long begin = version == 1 ? in.takeInt() : in.takeLong();
            if (begin < 0 || begin > source.size()) {
                throw new FormatException(
                        "says that variable " + ShownName.of(name) + " begins at " + begin + ", outside of it", place);
            }
            all.add(new NetcdfVariable(name, type, axes, attributes));
            begins.add(begin);
        }
        return all;
    }

    private List<Integer> axes(String name, List<NetcdfDimension> dimensions) {
        long at = in.position();
        long count = in.takeCount("the number of dimensions of " + ShownName.of(name));
        if (count > (source.size() - in.position()) / 4) {
            throw new FormatException(
                    "says that variable " + ShownName.of(name) + " has " + count + " dimensions, and ends before", at);
        }
        List<Integer> axes = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            long place = in.position();
            long axis = in.takeCount("a dimension of " + ShownName.of(name));
            if (axis >= dimensions.size() || i > 0 && dimensions.get((int) axis).isRecord()) {
                throw new FormatException(
                        "gives variable " + ShownName.of(name) + " a dimension that it cannot have there", place);
            }
            axes.add((int) axis);
        }
        return axes;
    }
}
