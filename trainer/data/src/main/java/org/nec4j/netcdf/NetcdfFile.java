package org.nec4j.netcdf;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.io.ByteSource;
import org.nec4j.codec.io.Room;

/**
 * An open NetCDF-3 file. Its header is read at once, its numbers where they are asked for; a file that is not what it should be raises a
 * {@link FormatException} that names it and the byte.
 */
public final class NetcdfFile implements NetcdfSource {
    private final String name;
    private final ByteSource source;
    private final NetcdfHeader header;
    private final List<Long> begins;
    private final long headerEnd;

    private NetcdfFile(String name, ByteSource source) {
        this.name = name;
        this.source = source;
        HeaderReader.Placed placed = named(() -> HeaderReader.read(source));
        this.header = placed.header();
        this.begins = placed.begins();
        this.headerEnd = placed.end();
    }

    /** Opens a file. */
    public static NetcdfFile open(Path file) {
        ByteSource source = ByteSource.of(file);
        try {
            return new NetcdfFile(file.toString(), source);
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    /** A file in memory, called by that name in errors. */
    public static NetcdfFile of(byte[] bytes, String name) {
        return new NetcdfFile(name, ByteSource.of(bytes));
    }

    @Override
    public NetcdfHeader header() {
        return header;
    }

    @Override
    public byte[] headerBytes() {
        byte[] bytes = new byte[Math.toIntExact(headerEnd)];
        source.read(0, ByteBuffer.wrap(bytes));
        return bytes;
    }

    @Override
    public long size() {
        return source.size();
    }

    /**
     * What {@link #headerBytes} of a file say.
     *
     * @param size the whole file's
     * @param name what errors call it
     */
    public static NetcdfHeader header(byte[] bytes, long size, String name) {
        try {
            return HeaderReader.read(new Beginning(bytes, size)).header();
        } catch (FormatException e) {
            throw e.in(name);
        }
    }

    /** A file of which there is only the beginning. */
    private static final class Beginning extends ByteSource {
        private final byte[] bytes;
        private final long size;

        Beginning(byte[] bytes, long size) {
            this.bytes = bytes;
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void read(long offset, ByteBuffer buffer) {
            int there = (int) Math.max(0, Math.min(buffer.remaining(), bytes.length - offset));
            buffer.put(bytes, (int) Math.min(offset, bytes.length), there);
            // A header is read in windows, which may reach beyond it.
            buffer.put(new byte[buffer.remaining()]);
        }

        @Override
        public void close() {
            // An array holds nothing that must be given back.
        }
    }

    @Override
    public byte[] bytes(NetcdfVariable variable) {
        return named(() -> header.isRecord(variable)
                ? slices(variable, 0, header.records())
                : slice(variable, begin(variable), header.chunkBytes(variable)));
    }

    /** One record of a variable that grows with them, as it is stored. */
    public byte[] record(NetcdfVariable variable, long record) {
        if (!header.isRecord(variable) || record < 0 || record >= header.records()) {
            throw new IllegalArgumentException("there is no record " + record + " of " + variable.name());
        }
        return named(() -> slices(variable, record, 1));
    }

    /** The byte at which a variable, or its first record, begins. */
    long begin(NetcdfVariable variable) {
        return begins.get(header.variables().indexOf(variable));
    }

    private byte[] slices(NetcdfVariable variable, long first, long count) {
        long bytes = header.chunkBytes(variable);
        long step = header.recordBytes();
        if (count == 0) {
            return new byte[0];
        }
        long start = add(begin(variable), multiply(first, step));
        check(variable, start, add(multiply(count - 1, step), bytes));
        byte[] all = new byte[room(variable, multiply(count, bytes))];
        for (long i = 0; i < count; i++) {
            source.read(start + i * step, ByteBuffer.wrap(all, (int) (i * bytes), (int) bytes));
        }
        return all;
    }

    private byte[] slice(NetcdfVariable variable, long start, long bytes) {
        check(variable, start, bytes);
        byte[] all = new byte[room(variable, bytes)];
        source.read(start, ByteBuffer.wrap(all));
        return all;
    }

    private void check(NetcdfVariable variable, long start, long bytes) {
        if (start > source.size() || bytes > source.size() - start) {
            throw new FormatException(
                    "ends before variable " + ShownName.of(variable.name()) + " does; fetch it again", source.size());
        }
    }

    private static int room(NetcdfVariable variable, long bytes) {
        if (bytes > Integer.MAX_VALUE - 8) {
            throw new FormatException(
                    "has " + bytes + " bytes of variable " + ShownName.of(variable.name())
                            + ", more than can be read at once; read its records one by one",
                    0);
        }
        return (int) bytes;
    }

    /** As large as it gets where it is larger, which no file is. */
    private static long multiply(long a, long b) {
        return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
    }

    private static long add(long a, long b) {
        return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
    }

    private <T> T named(Supplier<T> reading) {
        try {
            return Room.within(name, reading);
        } catch (FormatException e) {
            throw e.in(name);
        } catch (ArithmeticException e) {
            throw new FormatException(name + ": says that it has more bytes than can be counted", 0);
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
