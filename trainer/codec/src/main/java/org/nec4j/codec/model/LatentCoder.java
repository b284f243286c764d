package org.nec4j.codec.model;

import java.util.List;
import org.nec4j.codec.error.UserException;

/** What a codec's entropy model does with one embedding, whichever model it is. */
public interface LatentCoder {
    /** The most tokens of an embedding: more than an image of 4096 pixels a side has in patches of 16. */
    int MAX_TOKENS = 1 << 17;

    /** The model's name in a codec file. */
    String model();

    /** Length of a token's vector. */
    int dim();

    /** The kind of stream that {@link #encode} writes. */
    int kind();

    /**
     * The only number of tokens that it takes, for a coder whose streams have the compact frame, which says none; -1 for others, whose
     * streams have the frame of version 1.
     */
    default int fixedTokens() {
        return -1;
    }

    /** Rounds and codes an embedding y [tokens, dim]; throws UserException for values that cannot be coded. */
    byte[] encode(float[] y, int tokens);

    /** The payload of these entropy-coded streams, in the order in which {@link #encode} puts them; throws UserException for another number of them. */
    byte[] payload(List<byte[]> streams);

    /** What the symbols of y [tokens, dim] cost under the integer tables. */
    CodedSymbols costs(float[] y, int tokens);

    /** The payload of a model that codes all in one stream. */
    static byte[] single(List<byte[]> streams) {
        if (streams.size() != 1) {
            throw new UserException("an embedding of this codec is one stream, not " + streams.size());
        }
        return streams.get(0);
    }

    /** The embedding [tokens, dim] that a payload of {@code kind} stands for; throws FormatException where it stands for none. */
    float[] decode(byte[] payload, int kind, int tokens);
}
