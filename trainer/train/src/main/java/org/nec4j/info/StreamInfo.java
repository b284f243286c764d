package org.nec4j.info;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nec4j.codec.Codec;
import org.nec4j.codec.StreamHeader;
import org.nec4j.codec.error.FormatException;

/** One coded embedding. */
final class StreamInfo {
    private StreamInfo() {}

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
        facts.put("tokens", (long) header.tokens());
        facts.put("verified", "its checksum matches");
        facts.put("codec_digest_begins", header.codec());
        facts.put(
                "decoded_by",
                "nec4j decode -c CODEC -o FOLDER " + file + ", with the codec whose digest begins with "
                        + header.codec());
        return new Facts(file, "a coded embedding (stream)", facts);
    }
}
