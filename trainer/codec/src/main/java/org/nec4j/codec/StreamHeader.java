package org.nec4j.codec;

import java.util.OptionalInt;
import org.nec4j.codec.error.FormatException;

/**
 * What the bytes of a {@code .nemb} file say of themselves before any codec is at hand.
 *
 * @param codec        how the digest of the codec that decodes them begins, in hexadecimal: eight digits, in a compact frame four; see
 *                     {@link Codec#digest}
 * @param tokens       number of tokens; a compact frame leaves it to the codec
 * @param payloadBytes how many of the bytes the entropy coder wrote
 * @param checkBits    bits of the checksum that the stream was compared with
 */
public record StreamHeader(String codec, OptionalInt tokens, int payloadBytes, int checkBits) {
    /** Reads a whole stream and compares it with its checksum; throws {@link FormatException} for damaged ones. */
    public static StreamHeader of(byte[] stream) {
        StreamFrame frame = StreamFrame.read(stream);
        return new StreamHeader(
                frame.tag(),
                frame.isCompact() ? OptionalInt.empty() : OptionalInt.of(frame.tokens()),
                frame.payload().length,
                frame.isCompact() ? Short.SIZE : Integer.SIZE);
    }
}
