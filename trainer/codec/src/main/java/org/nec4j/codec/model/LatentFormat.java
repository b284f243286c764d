package org.nec4j.codec.model;

import java.util.Collection;
import java.util.List;
import org.nec4j.codec.tensor.SafeTensors;

/**
 * How codecs of one entropy model lie in a codec file. A file names its model; formats that are not built in are found by
 * {@link java.util.ServiceLoader}, on the class path of the program that opens the file.
 */
public interface LatentFormat {
    /** The model's name in a codec file. */
    String model();

    /**
     * Of a codec's tensors those that decoding depends on, in the order in which the codec's digest takes them.
     *
     * @param names of all tensors of the file
     */
    List<String> decodingTensors(Collection<String> names);

    /**
     * Reads what decoding needs, and what coding embeddings needs where it is there; throws UserException for numbers that make no
     * codec. The tensors of {@link #decodingTensors} are there; their types and shapes are still to be checked.
     */
    LatentCoder read(SafeTensors file);
}
