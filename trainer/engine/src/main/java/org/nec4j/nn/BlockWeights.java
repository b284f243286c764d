package org.nec4j.nn;

import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The tensors of one pre-norm transformer block (Dosovitskiy et al., arXiv 2010.11929) in PyTorch's layout, for width D and
 * hidden width M.
 *
 * @param norm1Gain [D]
 * @param norm1Bias [D]
 * @param qkv       [3 * D, D]
 * @param qkvBias   [3 * D]
 * @param proj      [D, D]
 * @param projBias  [D]
 * @param norm2Gain [D]
 * @param norm2Bias [D]
 * @param fc1       [M, D]
 * @param fc1Bias   [M]
 * @param fc2       [D, M]
 * @param fc2Bias   [D]
 */
public record BlockWeights(
        INDArray norm1Gain,
        INDArray norm1Bias,
        INDArray qkv,
        INDArray qkvBias,
        INDArray proj,
        INDArray projBias,
        INDArray norm2Gain,
        INDArray norm2Bias,
        INDArray fc1,
        INDArray fc1Bias,
        INDArray fc2,
        INDArray fc2Bias) {
    /** The tensors of a block; checkpoint names are the prefix, a dot and the key. */
    public static List<Parameter> parameters(String prefix, long dim, long hidden) {
        return List.of(
                parameter(prefix, "norm1.weight", dim),
                parameter(prefix, "norm1.bias", dim),
                parameter(prefix, "attn.qkv.weight", 3 * dim, dim),
                parameter(prefix, "attn.qkv.bias", 3 * dim),
                parameter(prefix, "attn.proj.weight", dim, dim),
                parameter(prefix, "attn.proj.bias", dim),
                parameter(prefix, "norm2.weight", dim),
                parameter(prefix, "norm2.bias", dim),
                parameter(prefix, "mlp.fc1.weight", hidden, dim),
                parameter(prefix, "mlp.fc1.bias", hidden),
                parameter(prefix, "mlp.fc2.weight", dim, hidden),
                parameter(prefix, "mlp.fc2.bias", dim));
    }

    /** Looks the tensors up by their keys, such as {@code attn.qkv.weight}. */
    public static BlockWeights of(Function<String, INDArray> tensors) {
        return new BlockWeights(
                tensors.apply("norm1.weight"),
                tensors.apply("norm1.bias"),
                tensors.apply("attn.qkv.weight"),
                tensors.apply("attn.qkv.bias"),
                tensors.apply("attn.proj.weight"),
                tensors.apply("attn.proj.bias"),
                tensors.apply("norm2.weight"),
                tensors.apply("norm2.bias"),
                tensors.apply("mlp.fc1.weight"),
                tensors.apply("mlp.fc1.bias"),
                tensors.apply("mlp.fc2.weight"),
                tensors.apply("mlp.fc2.bias"));
    }

    private static Parameter parameter(String prefix, String key, long... shape) {
        return new Parameter(key, prefix + "." + key, shape);
    }
}
