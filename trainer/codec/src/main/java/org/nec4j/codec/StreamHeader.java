package org.nec4j.codec;

import java.util.HexFormat;
import org.nec4j.codec.error.FormatException;

/**
 * What the bytes of a {@code .nemb} file say of themselves before any codec is at hand.
 *
 * @param codec        how the digest of the codec that decodes them begins, eight hexadecimal digits: see {@link Codec#digest}
 * @param tokens       number of tokens
 * @param payloadBytes how many of the bytes the entropy coder wrote
 */
public record StreamHeader(String codec, int tokens, int payloadBytes) {
    /** Reads a whole stream and compares it with its checksum; throws {@link FormatException} for damaged ones. */
    public static StreamHeader of(byte[] stream) {
        StreamFrame frame = StreamFrame.read(stream);
        return new StreamHeader(
                HexFormat.of().toHexDigits(frame.codecPrefix()), frame.tokens(), frame.payload().length);
    }
}
