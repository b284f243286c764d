package org.nec4j.objective;

import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Everything one forward and backward pass depends on besides the parameters.
 *
 * @param images  normalized pixels [B, C, S, S]
 * @param keep    visible patches of each image in the order of the tokens, [B][V]
 * @param restore for each patch its rank in the shuffled order, [B][L]
 * @param noise   for each layer that quantizes, by its name, [B, 1 + V, its channels]
 * @param teacher the images' embeddings by the encoder that the run began with, unmasked, [B, 1 + L, D]; where they are needed
 * @param tokens  what the frozen blocks make of the images, [B, 1 + V, D], where it is known; the pixels are then empty
 */
public record StepInputs(
        INDArray images,
        int[][] keep,
        int[][] restore,
        Map<String, INDArray> noise,
        Optional<INDArray> teacher,
        Optional<INDArray> tokens) {
    /** Of images that the frozen blocks have not seen. */
    public StepInputs(
            INDArray images, int[][] keep, int[][] restore, Map<String, INDArray> noise, Optional<INDArray> teacher) {
        this(images, keep, restore, noise, teacher, Optional.empty());
    }

    /** Without a teacher. */
    public StepInputs(INDArray images, int[][] keep, int[][] restore, Map<String, INDArray> noise) {
        this(images, keep, restore, noise, Optional.empty());
    }
}
