package org.nec4j.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.nec4j.codec.error.UserException;

/**
 * What stands at the beginning of a NumPy file ({@code .npy}).
 *
 * @param type       such as {@code <f4}
 * @param fortran    whether the first axis varies fastest
 * @param shape      sizes of the axes; one beyond what a long holds is {@link Long#MAX_VALUE}
 * @param dataOffset where the numbers begin, from the start of the file
 */
public record ArrayHeader(String type, boolean fortran, List<Long> shape, int dataOffset) {
    /** No header that NumPy writes for plain numbers is longer. */
    public static final int MAX_BYTES = 1 << 16;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** Whether bytes begin as a NumPy file does. */
    public static boolean is(byte[] bytes) {
        return bytes.length > 10 && Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
    }

    /** Reads a header that lies whole in the first bytes of a file; throws {@link UserException} that begins with {@code name}. */
    public static ArrayHeader read(byte[] bytes, String name) {
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        boolean first = bytes[6] == 1;
        int start = first ? 10 : 12;
        long length = first ? file.getShort(8) & 0xFFFF : bytes.length < start ? -1 : file.getInt(8) & 0xFFFFFFFFL;
        if (bytes[6] < 1 || bytes[6] > 3 || length < 0 || start + length > bytes.length) {
            throw new UserException(
                    name + ": a NumPy file of version " + bytes[6] + " whose header is damaged; save it again");
        }
        String text = new String(bytes, start, (int) length, StandardCharsets.UTF_8);
        try {
            NpyHeader header = NpyHeader.parse(text);
            return new ArrayHeader(header.descr(), header.fortran(), header.shape(), start + (int) length);
        } catch (IllegalArgumentException e) {
            throw new UserException(
                    name + ": a NumPy file whose header holds " + e.getMessage() + ": '" + NpyHeader.shortened(text)
                            + "'; save it as an array of plain numbers",
                    e);
        }
    }
}
