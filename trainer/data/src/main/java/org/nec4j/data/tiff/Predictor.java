package org.nec4j.data.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Undoes the differences that were taken along rows before compression. */
final class Predictor {
    static final int NONE = 1;
    static final int HORIZONTAL = 2;
    static final int FLOATING = 3;

    private Predictor() {}

    /**
     * Adds differences up, row by row, in place.
     *
     * @param rowSamples samples a row over all interleaved bands
     * @param stride interleaved bands: a sample's neighbour lies that far away
     */
    static void undo(int kind, ByteBuffer segment, SampleType type, int rowSamples, int stride) {
        int rowBytes = rowSamples * type.bytes();
        for (int row = 0; row + rowBytes <= segment.capacity(); row += rowBytes) {
            if (kind == HORIZONTAL) {
                horizontal(segment, row, rowSamples, stride, type.bytes());
            } else if (kind == FLOATING) {
                floating(segment, row, rowSamples, stride, type.bytes());
            }
        }
    }

    private static void horizontal(ByteBuffer b, int row, int samples, int stride, int bytes) {
        for (int i = stride; i < samples; i++) {
            int at = row + i * bytes;
            int before = at - stride * bytes;
            switch (bytes) {
                case 1 -> b.put(at, (byte) (b.get(at) + b.get(before)));
                case 2 -> b.putShort(at, (short) (b.getShort(at) + b.getShort(before)));
                case 4 -> b.putInt(at, b.getInt(at) + b.getInt(before));
                default -> b.putLong(at, b.getLong(at) + b.getLong(before));
            }
        }
    }

    /** The row's bytes were sorted by significance, the highest first, before differences of bytes were taken (TIFF Technical Note 3). */
    private static void floating(ByteBuffer b, int row, int samples, int stride, int bytes) {
        int rowBytes = samples * bytes;
        byte[] sorted = new byte[rowBytes];
        b.get(row, sorted);
        for (int i = stride; i < rowBytes; i++) {
            sorted[i] += sorted[i - stride];
        }
        boolean little = b.order() == ByteOrder.LITTLE_ENDIAN;
        for (int i = 0; i < samples; i++) {
            for (int k = 0; k < bytes; k++) {
                b.put(row + i * bytes + (little ? bytes - 1 - k : k), sorted[k * samples + i]);
            }
        }
    }
}
