package org.nec4j.codec.model;

import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.tensor.SafeTensors;

/**
 * What a codec file says and holds, but for the weights that only encoding images needs: read, and compared with the digest over
 * what decoding depends on.
 *
 * @param coder         the entropy model with its tables
 * @param maxTokens     the most tokens that a stream of this codec may announce
 * @param digest        SHA-256 of all that decoding depends on, in hexadecimal
 * @param contentDigest SHA-256 that the whole content shall have, in hexadecimal; not compared
 * @param settings      what the codec's maker recorded
 */
public record CodecContent(LatentCoder coder, int maxTokens, String digest, String contentDigest, JsonObject settings) {
    /** Reads a codec file; throws {@link FormatException} if the file is no codec, one of a later version, or damaged. */
    public static CodecContent of(SafeTensors file) {
        try {
            return read(file);
        } catch (FormatException e) {
            throw e;
        } catch (UserException e) {
            // What the metadata says or leaves out: the file's header is the place.
            FormatException problem = new FormatException(e.getMessage(), Long.BYTES);
            problem.initCause(e);
            throw problem;
        }
    }

    private static CodecContent read(SafeTensors file) {
        CodecFile.checkKind(file);
        int maxTokens = CodecFile.maxTokens(file);
        String digest = CodecFile.required(file, CodecFile.DIGEST);
        String contentDigest = CodecFile.required(file, CodecFile.CONTENT_DIGEST);
        JsonObject settings =
                JsonObject.parse(CodecFile.required(file, CodecFile.SETTINGS), file.source() + ", settings");
        String model = CodecFile.required(file, CodecFile.MODEL);
        String actual = CodecDigest.ofDecoding(model, file.parts(), CodecFile.decodingTensors(file));
        if (!actual.equals(digest)) {
            throw new FormatException(
                    file.source() + ": is damaged, its tables do not match its digest; fetch it again",
                    CodecFile.firstOffset(file, CodecFile.decodingTensors(file)));
        }
        return new CodecContent(CodecFile.coder(file), maxTokens, digest, contentDigest, settings);
    }

    /** Reads a whole codec file, the weights too; throws {@link FormatException} if a bit of its content has changed. */
    public static void verify(SafeTensors file) {
        CodecContent content = of(file);
        if (!CodecDigest.ofContent(file.metadata(), file.parts()).equals(content.contentDigest)) {
            throw new FormatException(
                    file.source() + ": is damaged, its content does not match its digest; fetch it again",
                    CodecFile.firstOffset(file, file.names()));
        }
    }
}
