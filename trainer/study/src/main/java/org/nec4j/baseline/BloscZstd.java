package org.nec4j.baseline;

import com.scalableminds.bloscjava.Blosc;
import org.nec4j.codec.error.UserException;

/** c-blosc with zstd at level 3 after a bit shuffle: the lossless stage of the paper's own baselines. */
final class BloscZstd {
    private static final int LEVEL = 3;
    private static final int AUTOMATIC_BLOCK = 0;
    private static final int HEADER = 16;

    private BloscZstd() {}

    /** Compresses items of the given size in bytes, such as 4 for float32. */
    static byte[] compress(byte[] bytes, int itemSize) {
        try {
            return Blosc.compress(
                    bytes, itemSize, Blosc.Compressor.ZSTD, LEVEL, Blosc.Shuffle.BIT_SHUFFLE, AUTOMATIC_BLOCK, 1);
        } catch (UnsatisfiedLinkError | NoClassDefFoundError | ExceptionInInitializerError e) {
            throw new UserException(
                    "the blosc baselines need its native library, which exists for x86-64 Linux, macOS and Windows only; "
                            + "leave the systems with zstd out on this machine",
                    e);
        }
    }

    /** Restores what {@link #compress} was given, whose length the caller knows. */
    static byte[] decompress(byte[] stream, int length) {
        int announced = stream.length < HEADER ? -1 : LittleEndian.intAt(stream, 4);
        int coded = stream.length < HEADER ? -1 : LittleEndian.intAt(stream, 12);
        if (announced != length || coded != stream.length) {
            throw new UserException("a blosc stream of " + stream.length + " bytes does not hold the " + length
                    + " bytes expected; it is cut off or of another shape");
        }
        return Blosc.decompress(stream, 1);
    }
}
