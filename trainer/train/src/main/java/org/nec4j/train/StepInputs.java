package org.nec4j.train;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Everything one forward and backward pass depends on besides the parameters.
 *
 * @param images normalised pixels [B, C, S, S]
 * @param keep   visible patches of each image in the order of the tokens, [B][V]
 * @param restore for each patch its rank in the shuffled order, [B][L]
 * @param noise  for each layer that quantises, by its name, [B, 1 + V, its channels]
 */
record StepInputs(INDArray images, int[][] keep, int[][] restore, Map<String, INDArray> noise) {}
