package org.nec4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Room;
import org.nec4j.data.tiff.SampleType;

/** Reads NumPy's .npy: [H, W], and [C, H, W] or [H, W, C] as {@link AxisOrder} finds out. */
final class NpyArray {
    /** Truth values are bytes of 0 and 1. */
    private static final Map<String, SampleType> TYPES = Map.of(
            "b1", SampleType.UINT8,
            "u1", SampleType.UINT8,
            "i1", SampleType.INT8,
            "u2", SampleType.UINT16,
            "i2", SampleType.INT16,
            "u4", SampleType.UINT32,
            "i4", SampleType.INT32,
            "f4", SampleType.FLOAT32,
            "f8", SampleType.FLOAT64);

    private NpyArray() {}

    static BandImage read(byte[] bytes, Optional<AxisOrder> order, String name) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        ArrayHeader header = ArrayHeader.read(bytes, name);
        String descr = header.type();
        SampleType type =
                descr.length() == 3 && "<>|=".indexOf(descr.charAt(0)) >= 0 ? TYPES.get(descr.substring(1)) : null;
        if (type == null) {
            throw new UserException(name + ": a NumPy array of type '" + NpyHeader.shortened(descr)
                    + "', expected plain numbers of type b1, u1, i1, u2, i2, u4, i4, f4 or f8");
        }
        if (header.fortran()) {
            throw new UserException(
                    name + ": a NumPy array in Fortran order, expected C order; save numpy.ascontiguousarray of it");
        }
        file.order(descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        int data = header.dataOffset();
        int[] axes = axes(header, bytes.length - data, type, name);
        boolean flat = header.shape().size() == 2;
        return image(file, data, type, axes, flat ? Optional.of(AxisOrder.CHW) : order, name);
    }

    /** Refuses a file whose header tells that its axes are ambiguous; what else is wrong with it shows when it is read. */
    static void requireOrder(Path file) {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(ArrayHeader.MAX_BYTES);
        } catch (IOException absent) {
            return;
        }
        List<Long> shape = shape(head, file.toString());
        if (shape.size() == 3 && shape.stream().allMatch(axis -> axis > 0 && axis < BandDecoder.MAX_SAMPLES)) {
            AxisOrder.of(
                    Optional.empty(),
                    shape.get(0).intValue(),
                    shape.get(1).intValue(),
                    shape.get(2).intValue(),
                    file.toString());
        }
    }

    private static List<Long> shape(byte[] head, String name) {
        try {
            return ArrayHeader.is(head) ? ArrayHeader.read(head, name).shape() : List.of();
        } catch (UserException damaged) {
            return List.of();
        }
    }

    /** Three sizes whose product the data hold; checked axis by axis, as the product of any may not fit a number. */
    private static int[] axes(ArrayHeader header, int bytes, SampleType type, String name) {
        List<Long> shape = header.shape();
        if (shape.size() != 2 && shape.size() != 3 || shape.contains(0L)) {
            throw new UserException(name + ": a NumPy array of shape " + shape
                    + ", expected [H, W], [C, H, W] or [H, W, C] with at least one number");
        }
        int[] axes = {1, 1, 1};
        long samples = 1;
        for (int i = 0; i < shape.size(); i++) {
            long axis = shape.get(i);
            samples = axis > bytes / samples ? Long.MAX_VALUE : samples * axis;
            if (samples > bytes) {
                break;
            }
            axes[i + 3 - shape.size()] = (int) axis;
        }
        if (samples > BandDecoder.MAX_SAMPLES && samples < Long.MAX_VALUE) {
            throw BandDecoder.tooLarge(name, samples);
        }
        Room.require(Math.min(samples, BandDecoder.MAX_SAMPLES) * Float.BYTES, name);
        if (samples > bytes || samples * type.bytes() != bytes) {
            throw new UserException(name + ": " + bytes + " bytes of data, expected " + type.bytes()
                    + " for each number of an array of shape " + shape + "; save it again");
        }
        return axes;
    }

    private static BandImage image(
            ByteBuffer file, int data, SampleType type, int[] axes, Optional<AxisOrder> order, String name) {
        float[] values = new float[axes[0] * axes[1] * axes[2]];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) type.read(file, data + i * type.bytes());
        }
        return BandImage.of(values, axes, order, name);
    }
}
