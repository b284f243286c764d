package org.nec4j.baseline;

import java.util.List;

/**
 * A system of the comparison at one rate point.
 *
 * @param <T> what it codes: float[] for embeddings [tokens * dim], ByteImage for images
 */
public interface Baseline<T> {
    /** The system's name, the same at all its rate points. */
    String system();

    /** The rate point, such as "3 bits". */
    String setting();

    /** Learns what it needs from training items alone (nothing, for many) and gives the coder. */
    SetCoder<T> fit(List<T> train);
}
