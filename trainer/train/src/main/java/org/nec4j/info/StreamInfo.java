package org.nec4j.info;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nec4j.codec.Codec;
import org.nec4j.codec.StreamHeader;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;

/** One coded embedding. */
final class StreamInfo {
    private static final String MAGIC = "NEMB";
    private static final int COMPACT = 2;
    /** Compact streams have tens or hundreds of bytes, and of a layered codec of the most tokens that there may be some thousands. */
    private static final long MOST_COMPACT = 1 << 20;

    private StreamInfo() {}

    /** Whether it is a stream: of a compact frame, which has half a byte of its own, its name or its checksum must say so, too. */
    static boolean is(Path file, byte[] head) {
        return Info.begins(head, MAGIC)
                || head[0] >> 4 == COMPACT
                        && (String.valueOf(file.getFileName()).endsWith(".nemb")
                                || !Info.isText(head) && isWhole(file));
    }

    private static boolean isWhole(Path file) {
        try {
            if (Files.size(file) > MOST_COMPACT) {
                return false;
            }
            StreamHeader.of(Files.readAllBytes(file));
            return true;
        } catch (FormatException e) {
            return false;
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + AtomicFile.reason(e) + ")", e);
        }
    }

    static Facts of(Path file) {
        byte[] stream = Codec.read(file);
        StreamHeader header;
        try {
            header = StreamHeader.of(stream);
        } catch (FormatException e) {
            throw e.in(file);
        }
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("bytes", (long) stream.length);
        facts.put("payload_bytes", (long) header.payloadBytes());
        header.tokens().ifPresent(tokens -> facts.put("tokens", (long) tokens));
        facts.put("verified", "its checksum of " + header.checkBits() + " bits matches");
        facts.put("codec_digest_begins", header.codec());
        facts.put(
                "decoded_by",
                "nec4j decode -c CODEC -o FOLDER " + file + ", with the codec whose digest begins with "
                        + header.codec());
        return new Facts(file, "a coded embedding (stream)", facts);
    }
}
