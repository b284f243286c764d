package org.nec4j.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.tiff.SampleType;

/**
 * Reads NumPy's .npy: [H, W], [C, H, W], or [H, W, C] where the last axis is the shortest.
 *
 * <p>Of three axes the first is taken for the bands unless the last is shorter than it.
 */
final class NpyArray {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern HEADER = Pattern.compile(
            "\\{\\s*'descr'\\s*:\\s*'([^']*)'\\s*,\\s*'fortran_order'\\s*:\\s*(True|False)\\s*,\\s*'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)\\s*,?\\s*\\}\\s*");
    private static final Map<String, SampleType> TYPES = Map.of(
            "u1", SampleType.UINT8,
            "i1", SampleType.INT8,
            "u2", SampleType.UINT16,
            "i2", SampleType.INT16,
            "u4", SampleType.UINT32,
            "i4", SampleType.INT32,
            "f4", SampleType.FLOAT32,
            "f8", SampleType.FLOAT64);

    private NpyArray() {}

    static boolean is(byte[] bytes) {
        return bytes.length > 10 && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    static BandImage read(byte[] bytes, String name) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean first = bytes[6] == 1;
        int start = first ? 10 : 12;
        long length = first ? file.getShort(8) & 0xFFFF : file.getInt(8) & 0xFFFFFFFFL;
        if (bytes[6] < 1 || bytes[6] > 3 || start + length > bytes.length) {
            throw new UserException(
                    name + ": a NumPy file of version " + bytes[6] + " whose header is damaged; save it again");
        }
        String header = new String(bytes, start, (int) length, StandardCharsets.UTF_8);
        Matcher matcher = HEADER.matcher(header);
        String descr = matcher.matches() ? matcher.group(1) : "";
        SampleType type = descr.length() == 3 ? TYPES.get(descr.substring(1)) : null;
        if (type == null) {
            throw new UserException(name + ": a NumPy array described as " + header.strip()
                    + ", expected plain numbers of type u1, i1, u2, i2, u4, i4, f4 or f8");
        }
        if (matcher.group(2).equals("True")) {
            throw new UserException(
                    name + ": a NumPy array in Fortran order, expected C order; save numpy.ascontiguousarray of it");
        }
        int[] shape = shape(matcher.group(3), name);
        file.order(descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        long samples = (long) shape[0] * shape[1] * shape[2];
        int data = start + (int) length;
        if (samples > (bytes.length - data) / type.bytes() || samples * type.bytes() != bytes.length - data) {
            throw new UserException(name + ": " + (bytes.length - data) + " bytes of data, expected " + type.bytes()
                    + " for each of " + samples + " numbers; save it again");
        }
        return image(file, data, type, shape);
    }

    private static BandImage image(ByteBuffer file, int data, SampleType type, int[] shape) {
        boolean last = shape[2] < shape[0];
        int bands = last ? shape[2] : shape[0];
        int height = last ? shape[0] : shape[1];
        int width = last ? shape[1] : shape[2];
        int plane = width * height;
        float[] out = new float[bands * plane]; // [C, H, W]
        long missing = 0;
        for (int i = 0; i < out.length; i++) {
            float value = (float) type.read(file, data + i * type.bytes());
            out[last ? i % bands * plane + i / bands : i] = value;
            missing += Float.isNaN(value) ? 1 : 0;
        }
        return new BandImage(width, height, bands, out, missing);
    }

    private static int[] shape(String text, String name) {
        int[] axes = Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(axis -> !axis.isEmpty())
                .mapToInt(axis -> axis.length() > 9 ? -1 : Integer.parseInt(axis))
                .toArray();
        if (axes.length != 2 && axes.length != 3 || Arrays.stream(axes).anyMatch(axis -> axis < 1)) {
            throw new UserException(
                    name + ": a NumPy array of shape (" + text + "), expected [H, W], [C, H, W] or [H, W, C]");
        }
        return axes.length == 3 ? axes : new int[] {1, axes[0], axes[1]};
    }
}
