package org.nec4j.nn;

import java.util.ArrayList;
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
 * @param proj      [D, D]
 * @param norm2Gain [D]
 * @param norm2Bias [D]
 * @param fc1       [M, D]
 * @param fc2       [D, M]
 */
public record BlockWeights(
        INDArray norm1Gain,
        INDArray norm1Bias,
        Product qkv,
        Product proj,
        INDArray norm2Gain,
        INDArray norm2Bias,
        Product fc1,
        Product fc2) {
    static final String QKV = "attn.qkv";
    static final String PROJ = "attn.proj";
    static final String FC1 = "mlp.fc1";
    static final String FC2 = "mlp.fc2";

    /** Keys of a block's products in the order of the data, which is that of {@link BlockRanks}. */
    public static final List<String> PRODUCTS = List.of(QKV, PROJ, FC1, FC2);

    /** The tensors of a block that is not factorized; checkpoint names are the prefix, a dot and the key. */
    public static List<Parameter> parameters(String prefix, long dim, long hidden) {
        return parameters(prefix, dim, hidden, BlockRanks.WHOLE);
    }

    /** The tensors of a block whose products have these ranks. */
    public static List<Parameter> parameters(String prefix, long dim, long hidden, BlockRanks ranks) {
        String before = prefix + ".";
        List<Parameter> parameters = new ArrayList<>();
        parameters.addAll(norm(before, "norm1", dim));
        parameters.addAll(Product.parameters(before, QKV, ranks.qkv(), 3 * dim, dim));
        parameters.addAll(Product.parameters(before, PROJ, ranks.proj(), dim, dim));
        parameters.addAll(norm(before, "norm2", dim));
        parameters.addAll(Product.parameters(before, FC1, ranks.fc1(), hidden, dim));
        parameters.addAll(Product.parameters(before, FC2, ranks.fc2(), dim, hidden));
        return parameters;
    }

    /** Looks the tensors of a block that is not factorized up by their keys, such as {@code attn.qkv.weight}. */
    public static BlockWeights of(Function<String, INDArray> tensors) {
        return of(tensors, BlockRanks.WHOLE);
    }

    /** Looks the tensors of a block whose products have these ranks up by their keys. */
    public static BlockWeights of(Function<String, INDArray> tensors, BlockRanks ranks) {
        return new BlockWeights(
                tensors.apply("norm1.weight"),
                tensors.apply("norm1.bias"),
                Product.of(QKV, ranks.qkv(), tensors),
                Product.of(PROJ, ranks.proj(), tensors),
                tensors.apply("norm2.weight"),
                tensors.apply("norm2.bias"),
                Product.of(FC1, ranks.fc1(), tensors),
                Product.of(FC2, ranks.fc2(), tensors));
    }

    private static List<Parameter> norm(String before, String key, long dim) {
        return List.of(
                new Parameter(key + ".weight", before + key + ".weight", dim),
                new Parameter(key + ".bias", before + key + ".bias", dim));
    }
}
