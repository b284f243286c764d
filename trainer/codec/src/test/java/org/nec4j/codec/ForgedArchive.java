package org.nec4j.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32C;
import org.nec4j.codec.io.Bytes;
import org.nec4j.codec.io.Mutations;

/** An archive's bytes, put together by docs/codec-format.md alone, with wrong content under right checksums. */
final class ForgedArchive {
    private static final int BATCH_HEADER = 24;

    private ForgedArchive() {}

    /** Another forgery of an archive of one batch with every call. */
    static byte[] of(byte[] good, Random random) {
        ByteBuffer in = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);
        int start = 44;
        int entries = in.getInt(start + 4);
        int indexBytes = in.getInt(start + 8);
        long payloadBytes = in.getLong(start + 12);
        byte[] index = slice(good, start + BATCH_HEADER, indexBytes);
        byte[] payloads = slice(good, start + BATCH_HEADER + indexBytes, (int) payloadBytes);
        switch (random.nextInt(6)) {
            case 0 -> entries = number(entries, random);
            case 1 -> indexBytes = number(indexBytes, random);
            case 2 -> payloadBytes = random.nextInt(8) == 0 ? random.nextLong() : number((int) payloadBytes, random);
            case 3 -> payloads = Mutations.mutate(payloads, random);
            default -> {
                index = Mutations.mutate(index, random);
                indexBytes = random.nextBoolean() ? index.length : indexBytes;
            }
        }
        return assembled(slice(good, 0, start), entries, indexBytes, payloadBytes, index, payloads);
    }

    /** One batch whose only entries have these keys, whatever they are, and all the same stream. */
    static byte[] withKeys(String digest, byte[] stream, String... keys) {
        StreamFrame frame = StreamFrame.read(stream);
        Bytes index = new Bytes();
        Bytes payloads = new Bytes();
        for (String key : keys) {
            byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
            index.putVarint(bytes.length).put(bytes).putByte(frame.kind()).putVarint(frame.tokens());
            index.putVarint(frame.payload().length).put(stream, stream.length - 4, stream.length);
            payloads.put(frame.payload());
        }
        ByteBuffer header = little(44).put("NEMA\1\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
        header.put(HexFormat.of().parseHex(digest)).putInt(crc(header.array(), 40));
        return assembled(
                header.array(), keys.length, index.size(), payloads.size(), index.toArray(), payloads.toArray());
    }

    private static byte[] assembled(
            byte[] header, int entries, int indexBytes, long payloadBytes, byte[] index, byte[] payloads) {
        ByteBuffer batch = little(BATCH_HEADER).put("SEGM".getBytes(StandardCharsets.ISO_8859_1));
        batch.putInt(entries).putInt(indexBytes).putLong(payloadBytes).putInt(crc(batch.array(), 20));
        CRC32C sum = new CRC32C();
        sum.update(batch.array());
        sum.update(index);
        ByteBuffer commit = little(8).put("DONE".getBytes(StandardCharsets.ISO_8859_1));
        commit.putInt((int) sum.getValue());
        ByteBuffer out = little(header.length + BATCH_HEADER + index.length + payloads.length + 8);
        return out.put(header)
                .put(batch.array())
                .put(index)
                .put(payloads)
                .put(commit.array())
                .array();
    }

    private static int number(int honest, Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt();
            case 1 -> Integer.MAX_VALUE - random.nextInt(64);
            case 2 -> honest + random.nextInt(5) - 2;
            default -> random.nextInt(1 << 16);
        };
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static byte[] slice(byte[] from, int at, int length) {
        return Arrays.copyOfRange(from, at, at + length);
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
