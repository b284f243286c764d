package org.nec4j.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * TensorFlow's record format.
 *
 * <pre>
 *   uint64 length, uint32 masked CRC-32C of the length's bytes, byte[length], uint32 masked CRC-32C of those bytes; little-endian
 * </pre>
 */
final class Records {
    /** TensorFlow's constant: the CRC of data that holds CRCs would otherwise be weak. */
    private static final int MASK = 0xa282ead8;

    private static final int FRAME = 8 + 4 + 4;

    private Records() {}

    /** One record, ready to be appended. */
    static ByteBuffer frame(byte[] data) {
        ByteBuffer record = ByteBuffer.allocate(FRAME + data.length).order(ByteOrder.LITTLE_ENDIAN);
        record.putLong(data.length);
        record.putInt(masked(record.array(), 0, 8)).put(data).putInt(masked(data, 0, data.length));
        return record.flip();
    }

    /** The records that a file holds whole, up to the first that is torn or damaged. */
    static List<byte[]> read(byte[] file) {
        List<byte[]> records = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= FRAME) {
            int start = in.position();
            long length = in.getLong();
            if (in.getInt() != masked(file, start, 8) || length < 0 || length > in.remaining() - 4) {
                break;
            }
            byte[] data = new byte[(int) length];
            in.get(data);
            if (in.getInt() != masked(data, 0, data.length)) {
                break;
            }
            records.add(data);
        }
        return records;
    }

    private static int masked(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        int value = (int) crc.getValue();
        return Integer.rotateRight(value, 15) + MASK;
    }
}
