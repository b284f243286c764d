package org.nec4j.codec.model;

import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.tensor.SafeTensors;

/**
 * What a codec file says and holds, but for the weights that only encoding images needs: read, once all of the file has been compared
 * with its digests.
 *
 * @param coder         the entropy model with its tables
 * @param maxTokens     the most tokens that a stream of this codec may announce
 * @param digest        SHA-256 of all that decoding depends on, in hexadecimal
 * @param contentDigest SHA-256 of the whole content, in hexadecimal
 * @param settings      what the codec's maker recorded
 */
public record CodecContent(LatentCoder coder, int maxTokens, String digest, String contentDigest, JsonObject settings) {
    /** Reads a codec file; throws {@link FormatException} if the file is no codec, one of a later version, or damaged, UserException if it is one of gridded fields. */
    public static CodecContent of(SafeTensors file) {
        CodecFile.refuseGridded(file);
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
        // Encoders read weights later, streams may be as long as the metadata promises: no part may differ unnoticed.
        if (!CodecDigest.ofContent(file.metadata(), file.parts()).equals(contentDigest)) {
            throw new FormatException(
                    file.source() + ": is damaged, its content does not match its digest; fetch it again",
                    CodecFile.firstOffset(file, file.names()));
        }
        return new CodecContent(CodecFile.coder(file), maxTokens, digest, contentDigest, settings);
    }

    /** Makes sure that a file, opened again for its weights, is still the codec of this {@link #contentDigest}. */
    public static void requireSame(String contentDigest, SafeTensors file) {
        if (!contentDigest.equals(file.metadata().get(CodecFile.CONTENT_DIGEST))) {
            throw new UserException(file.source() + ": was replaced while it was being opened; try again");
        }
    }
}
