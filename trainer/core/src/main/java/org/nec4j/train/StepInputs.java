package org.nec4j.train;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Everything one forward and backward pass depends on besides the parameters.
 *
 * @param images normalised pixels [B, C, S, S]
 * @param keep   visible patches of each image in the order of the tokens, [B][V]
 * @param restore for each patch its rank in the shuffled order, [B][L]
 * @param noise  for the bottleneck, [B, 1 + V, D]; unused without one
 */
record StepInputs(INDArray images, int[][] keep, int[][] restore, INDArray noise) {}
