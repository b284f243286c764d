package org.nec4j.tensorboard;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The fields of one message of a protocol buffer. */
final class Fields {
    private final List<Field> all = new ArrayList<>();

    /** A field: its number and its value, an integer for varints, the bits of numbers of fixed width, else bytes. */
    private record Field(int number, long bits, byte[] bytes) {}

    /** Reads a message whose record's checksum was right; anything else than a message is an IllegalArgumentException. */
    Fields(byte[] message) {
        ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
        while (in.hasRemaining()) {
            long key = varint(in);
            int number = (int) (key >>> 3);
            byte[] none = {};
            switch ((int) (key & 7)) {
                case Message.VARINT -> all.add(new Field(number, varint(in), none));
                case Message.EIGHT_BYTES -> all.add(new Field(number, in.getLong(), none));
                case Message.FOUR_BYTES -> all.add(new Field(number, in.getInt(), none));
                case Message.LENGTH -> {
                    long length = varint(in);
                    if (length < 0 || length > in.remaining()) {
                        throw new IllegalArgumentException("a field of " + length + " bytes in " + in.remaining());
                    }
                    byte[] bytes = new byte[(int) length];
                    in.get(bytes);
                    all.add(new Field(number, 0, bytes));
                }
                default -> throw new IllegalArgumentException("wire type " + (key & 7));
            }
        }
    }

    /** An integer, 0 where it is absent as the encoding has it. */
    long integer(int number) {
        return of(number).mapToLong(Field::bits).findFirst().orElse(0);
    }

    float float32(int number) {
        return Float.intBitsToFloat((int) integer(number));
    }

    double float64(int number) {
        return Double.longBitsToDouble(integer(number));
    }

    String text(int number) {
        return bytes(number)
                .findFirst()
                .map(b -> new String(b, StandardCharsets.UTF_8))
                .orElse("");
    }

    Stream<byte[]> bytes(int number) {
        return of(number).map(Field::bytes);
    }

    Stream<Fields> messages(int number) {
        return bytes(number).map(Fields::new);
    }

    private Stream<Field> of(int number) {
        return all.stream().filter(field -> field.number == number);
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte part = in.get();
            value |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("an integer of more than ten bytes");
    }
}
