package org.nec4j.netcdf;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;

/** Writes NetCDF-3 files: the header, variables without records in their order, then the records. */
public final class NetcdfWriter {
    private final NetcdfHeader header;
    private final boolean wide;

    private NetcdfWriter(NetcdfHeader header) {
        this.header = header;
        this.wide = header.version() == 5;
        if (header.version() < 5) {
            for (NetcdfVariable variable : header.variables()) {
                if (!variable.type().isClassic()) {
                    throw new UserException("variable " + variable.name() + " has numbers of type " + variable.type()
                            + ", which NetCDF-3 has in version 5 only");
                }
            }
        }
    }

    /**
     * Replaces a file.
     *
     * @param content gives all of a variable's numbers, big-endian
     * @throws UserException where the version cannot hold them or the file cannot be written
     */
    public static void write(Path file, NetcdfHeader header, Function<NetcdfVariable, byte[]> content) {
        NetcdfWriter writer = new NetcdfWriter(header);
        byte[] beginning = writer.beginning();
        AtomicFile.write(file, channel -> writer.writeTo(channel, beginning, content));
    }

    /** What a file with this header begins with. */
    public static byte[] beginning(NetcdfHeader header) {
        return new NetcdfWriter(header).beginning();
    }

    /** Bytes of a whole file with this header. */
    public static long size(NetcdfHeader header) {
        long size = Math.addExact(beginning(header).length, Math.multiplyExact(header.records(), header.recordBytes()));
        for (NetcdfVariable variable : header.variables()) {
            size = header.isRecord(variable) ? size : Math.addExact(size, header.paddedBytes(variable));
        }
        return size;
    }

    private byte[] beginning() {
        try {
            long[] begins = begins(header(new long[header.variables().size()]).length);
            return header(begins);
        } catch (IOException e) {
            throw new IllegalStateException(e); // no file is involved
        }
    }

    private long[] begins(int headerBytes) {
        long[] begins = new long[header.variables().size()];
        long at = headerBytes;
        for (boolean records : new boolean[] {false, true}) {
            for (int i = 0; i < begins.length; i++) {
                NetcdfVariable variable = header.variables().get(i);
                if (header.isRecord(variable) == records) {
                    begins[i] = at;
                    at = Math.addExact(at, header.paddedBytes(variable));
                    if (header.version() == 1 && begins[i] > Integer.MAX_VALUE) {
                        throw new UserException("variable " + variable.name()
                                + " begins beyond 2 GiB, which NetCDF-3 has in versions 2 and 5 only");
                    }
                }
            }
        }
        return begins;
    }

    private byte[] header(long[] begins) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write("CDF".getBytes(StandardCharsets.US_ASCII));
        out.writeByte(header.version());
        count(out, header.records());
        list(out, HeaderReader.DIMENSIONS, header.dimensions().size());
        for (NetcdfDimension dimension : header.dimensions()) {
            name(out, dimension.name());
            count(out, dimension.isRecord() ? 0 : dimension.length());
        }
        attributes(out, header.attributes());
        list(out, HeaderReader.VARIABLES, header.variables().size());
        for (int i = 0; i < begins.length; i++) {
            NetcdfVariable variable = header.variables().get(i);
            name(out, variable.name());
            count(out, variable.dimensions().size());
            for (int axis : variable.dimensions()) {
                count(out, axis);
            }
            attributes(out, variable.attributes());
            out.writeInt(variable.type().code());
            long bytesOfIt = header.chunkBytes(variable);
            long padded = Math.addExact(bytesOfIt, -bytesOfIt & 3);
            count(out, wide ? padded : Math.min(padded, 0xffffffffL));
            if (header.version() == 1) {
                out.writeInt((int) begins[i]);
            } else {
                out.writeLong(begins[i]);
            }
        }
        return bytes.toByteArray();
    }

    private void attributes(DataOutputStream out, List<NetcdfAttribute> attributes) throws IOException {
        list(out, HeaderReader.ATTRIBUTES, attributes.size());
        for (NetcdfAttribute attribute : attributes) {
            name(out, attribute.name());
            out.writeInt(attribute.type().code());
            byte[] values = attribute.values();
            count(out, values.length / attribute.type().bytes());
            padded(out, values);
        }
    }

    /** A list without elements has no tag. */
    private void list(DataOutputStream out, int tag, int elements) throws IOException {
        out.writeInt(elements == 0 ? 0 : tag);
        count(out, elements);
    }

    private void name(DataOutputStream out, String name) throws IOException {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        count(out, bytes.length);
        padded(out, bytes);
    }

    private static void padded(DataOutputStream out, byte[] bytes) throws IOException {
        out.write(bytes);
        out.write(new byte[-bytes.length & 3]);
    }

    private void count(DataOutputStream out, long count) throws IOException {
        if (wide) {
            out.writeLong(count);
        } else if (count > 0xffffffffL) {
            throw new UserException("a length of " + count + " needs version 5 of NetCDF-3");
        } else {
            out.writeInt((int) count);
        }
    }

    private void writeTo(FileChannel channel, byte[] beginning, Function<NetcdfVariable, byte[]> content)
            throws IOException {
        AtomicFile.writeFully(channel, ByteBuffer.wrap(beginning));
        List<NetcdfVariable> growing = new ArrayList<>();
        for (NetcdfVariable variable : header.variables()) {
            if (header.isRecord(variable)) {
                growing.add(variable);
            } else {
                put(channel, variable, checked(variable, content.apply(variable), 1), 0);
            }
        }
        List<byte[]> contents = growing.stream()
                .map(variable -> checked(variable, content.apply(variable), header.records()))
                .toList();
        for (long record = 0; record < header.records(); record++) {
            for (int i = 0; i < growing.size(); i++) {
                put(channel, growing.get(i), contents.get(i), record);
            }
        }
    }

    private byte[] checked(NetcdfVariable variable, byte[] bytes, long chunks) {
        if (bytes.length != Math.multiplyExact(chunks, header.chunkBytes(variable))) {
            throw new IllegalArgumentException(bytes.length + " bytes of " + variable.name() + " instead of " + chunks
                    + " times " + header.chunkBytes(variable));
        }
        return bytes;
    }

    private void put(FileChannel channel, NetcdfVariable variable, byte[] bytes, long chunk) throws IOException {
        int length = (int) header.chunkBytes(variable);
        AtomicFile.writeFully(channel, ByteBuffer.wrap(bytes, (int) (chunk * length), length));
        AtomicFile.writeFully(
                channel, ByteBuffer.wrap(padding(variable), 0, (int) (header.paddedBytes(variable) - length)));
    }

    /** Numbers of one or two bytes are filled up by copies of what stands for a missing one, as the NetCDF library does it. */
    private static byte[] padding(NetcdfVariable variable) {
        byte[] fill = variable.attribute("_FillValue")
                .filter(said -> said.type() == variable.type()
                        && said.values().length == variable.type().bytes())
                .map(NetcdfAttribute::values)
                .orElseGet(() ->
                        variable.type().bytes(new double[] {variable.type().usualFill()}));
        byte[] padding = new byte[3];
        for (int i = 0; i < padding.length; i++) {
            padding[i] = fill[i % fill.length];
        }
        return padding;
    }
}
