package org.nec4j.step;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.data.Batch;

/** What is known of a batch's images before a step: what the encoder that training began with made of them. */
public interface KnownImages {
    /** The images of a batch; arrays are valid until the next call. */
    Known of(Batch batch);

    /**
     * Of a batch.
     *
     * @param tokens     below the first block that trains, [B, 1 + L, D]
     * @param embeddings of the whole encoder, [B, 1 + L, D]
     */
    record Known(INDArray tokens, INDArray embeddings) {}
}
