package org.nec4j.data;

import java.util.stream.IntStream;

/** What becomes of the rest of an image that is no whole tile. */
public enum Edge {
    /** It is left out. */
    DROP {
        @Override
        int[] starts(int length, int side, int stride) {
            return every(length < side ? 0 : (length - side) / stride + 1, stride);
        }
    },
    /** The last tile reaches beyond the image; what is not there is unknown. */
    PAD {
        @Override
        int[] starts(int length, int side, int stride) {
            return every(Math.min(covering(length, side, stride), (length - 1) / stride + 1), stride);
        }
    },
    /** The last tile is moved back until it ends with the image, and overlaps the one before. */
    SHIFT {
        @Override
        int[] starts(int length, int side, int stride) {
            int[] starts = every(length < side ? 0 : covering(length, side, stride), stride);
            for (int i = 0; i < starts.length; i++) {
                starts[i] = Math.min(starts[i], length - side);
            }
            return starts;
        }
    };

    /** Where tiles begin along an axis of so many pixels. */
    abstract int[] starts(int length, int side, int stride);

    /** How many tiles it takes to reach the end. */
    private static int covering(int length, int side, int stride) {
        return length <= side ? 1 : (int) (((long) length - side + stride - 1) / stride) + 1;
    }

    private static int[] every(int count, int stride) {
        return IntStream.range(0, count).map(i -> i * stride).toArray();
    }
}
