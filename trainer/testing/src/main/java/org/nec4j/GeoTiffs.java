package org.nec4j;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Writes small GeoTIFFs: red, green and blue of 8 bits, in strips of some rows, uncompressed. */
public final class GeoTiffs {
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int ASCII = 2;
    private static final int DOUBLE = 12;
    private static final int STRIP_ROWS = 7;

    private final int width;
    private final int height;
    private final byte[] samples;
    private final TreeMap<Integer, Tag> tags = new TreeMap<>();

    private record Tag(int type, int count, byte[] bytes) {}

    private GeoTiffs(int width, int height, byte[] samples) {
        this.width = width;
        this.height = height;
        this.samples = samples;
    }

    /** @param samples [height, width, 3] */
    public static GeoTiffs of(int width, int height, byte[] samples) {
        return new GeoTiffs(width, height, samples);
    }

    /** North up: the upper left corner's place and the size of a pixel. */
    public GeoTiffs at(double x, double y, double pixel) {
        doubles(33550, pixel, pixel, 0);
        doubles(33922, 0, 0, 0, x, y, 0);
        return this;
    }

    /** A system by its number in the EPSG's registry. */
    public GeoTiffs epsg(int code, boolean projected) {
        return keys(1024, projected ? 1 : 2, 1025, 1, projected ? 3072 : 2048, code);
    }

    /** GeoKeys of whole numbers: key, value, key, value, in their order. */
    public GeoTiffs keys(int... pairs) {
        int[] shorts = new int[4 + pairs.length * 2];
        shorts[0] = 1;
        shorts[1] = 1;
        shorts[3] = pairs.length / 2;
        for (int i = 0; i < pairs.length / 2; i++) {
            shorts[4 + 4 * i] = pairs[2 * i];
            shorts[6 + 4 * i] = 1;
            shorts[7 + 4 * i] = pairs[2 * i + 1];
        }
        return shorts(34735, shorts);
    }

    /** GDAL's no-data value. */
    public GeoTiffs nodata(int value) {
        return text(42113, String.valueOf(value));
    }

    /** GDAL's metadata with a time of acquisition. */
    public GeoTiffs acquired(String time) {
        return text(
                42112,
                "<GDALMetadata><Item name=\"ACQUISITIONDATETIME\" domain=\"IMAGERY\">" + time
                        + "</Item></GDALMetadata>");
    }

    private GeoTiffs text(int tag, String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        tags.put(tag, new Tag(ASCII, bytes.length, bytes));
        return this;
    }

    private GeoTiffs doubles(int tag, double... values) {
        ByteBuffer bytes = little(values.length * Double.BYTES);
        for (double value : values) {
            bytes.putDouble(value);
        }
        tags.put(tag, new Tag(DOUBLE, values.length, bytes.array()));
        return this;
    }

    private GeoTiffs shorts(int tag, int... values) {
        ByteBuffer bytes = little(values.length * Short.BYTES);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        tags.put(tag, new Tag(SHORT, values.length, bytes.array()));
        return this;
    }

    private void longs(int tag, List<Integer> values) {
        ByteBuffer bytes = little(values.size() * Integer.BYTES);
        values.forEach(bytes::putInt);
        tags.put(tag, new Tag(LONG, values.size(), bytes.array()));
    }

    /** Writes the file, and folders above it. */
    public Path write(Path file) throws IOException {
        int header = 8;
        List<Integer> offsets = new ArrayList<>();
        List<Integer> lengths = new ArrayList<>();
        for (int row = 0; row < height; row += STRIP_ROWS) {
            offsets.add(header + row * width * 3);
            lengths.add(Math.min(STRIP_ROWS, height - row) * width * 3);
        }
        longs(256, List.of(width));
        longs(257, List.of(height));
        shorts(258, 8, 8, 8);
        shorts(259, 1);
        shorts(262, 2);
        longs(273, offsets);
        shorts(277, 3);
        longs(278, List.of(STRIP_ROWS));
        longs(279, lengths);
        int directory = header + samples.length + samples.length % 2;
        int behind = directory + 2 + tags.size() * 12 + 4;
        int size = behind
                + tags.values().stream().mapToInt(tag -> tag.bytes.length).sum();
        ByteBuffer out = little(size);
        out.put(new byte[] {'I', 'I', 42, 0}).putInt(directory).put(samples);
        out.position(directory).putShort((short) tags.size());
        for (var entry : tags.entrySet()) {
            Tag tag = entry.getValue();
            int next = out.putShort(entry.getKey().shortValue())
                            .putShort((short) tag.type)
                            .putInt(tag.count)
                            .position()
                    + 4;
            if (tag.bytes.length <= 4) {
                out.put(tag.bytes).position(next);
            } else {
                out.putInt(behind);
                out.position(behind).put(tag.bytes).position(next);
                behind += tag.bytes.length;
            }
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.write(file, out.array());
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
