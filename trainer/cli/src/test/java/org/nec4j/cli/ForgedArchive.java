package org.nec4j.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** An archive put together by docs/codec-format.md alone: one batch, the same embedding of fewer than 128 tokens under every key. */
final class ForgedArchive {
    private static final int FRAME_HEADER = 10;

    private ForgedArchive() {}

    static byte[] of(byte[] digest, byte[] stream, List<String> keys) {
        int at = FRAME_HEADER;
        while (stream[at++] < 0) {
            // The length of the payload: the high bit says that it goes on.
            continue;
        }
        byte[] payload = Arrays.copyOfRange(stream, at, stream.length - 4);
        ByteArrayOutputStream index = new ByteArrayOutputStream();
        ByteArrayOutputStream payloads = new ByteArrayOutputStream();
        for (String key : keys) {
            byte[] name = key.getBytes(StandardCharsets.UTF_8);
            index.write(name.length);
            index.writeBytes(name);
            index.write(stream[4] & 15);
            index.write(stream, FRAME_HEADER - 1, at - FRAME_HEADER + 1);
            index.write(stream, stream.length - 4, 4);
            payloads.writeBytes(payload);
        }
        ByteBuffer out = ByteBuffer.allocate(44 + 24 + index.size() + payloads.size() + 8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("NEMA\1\0\0\0".getBytes(StandardCharsets.ISO_8859_1))
                .put(digest);
        out.putInt(crc(out, 0, 40));
        out.put("SEGM".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(keys.size())
                .putInt(index.size());
        out.putLong(payloads.size()).putInt(crc(out, 44, 20));
        out.put(index.toByteArray());
        int sum = crc(out, 44, 24 + index.size());
        out.put(payloads.toByteArray())
                .put("DONE".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(sum);
        return out.array();
    }

    private static int crc(ByteBuffer bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), from, length);
        return (int) crc.getValue();
    }
}
