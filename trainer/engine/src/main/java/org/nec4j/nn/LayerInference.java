package org.nec4j.nn;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A layer outside any graph, forward only: tokens [B, T, K] to [B, T, N]. */
public interface LayerInference {
    /** The layer's output; the input may be overwritten. */
    INDArray run(INDArray x);

    /**
     * A transformer block or a linear layer.
     *
     * @param byName its tensors, row-major, by checkpoint name
     */
    static LayerInference of(FusedLayer layer, Function<String, float[]> byName, LayerContext context) {
        Map<String, INDArray> tensors = new HashMap<>();
        for (Parameter parameter : layer.parameters()) {
            float[] values = byName.apply(parameter.name());
            tensors.put(parameter.key(), context.kernels().copies().array(values, parameter.shape()));
        }
        if (layer instanceof TransformerBlock block) {
            BlockWeights weights = BlockWeights.of(tensors::get, block.ranks());
            return x -> {
                BlockInference.run(context, weights, block.heads(), block.eps(), block.gelu(), x);
                return x;
            };
        }
        if (layer instanceof Dense dense) {
            return x -> dense(dense, tensors, context, x);
        }
        throw new IllegalArgumentException(layer.getLayerName() + " runs in a graph only");
    }

    private static INDArray dense(Dense layer, Map<String, INDArray> tensors, LayerContext context, INDArray x) {
        if (layer.magnitudes()) {
            context.kernels().elements().magnitudes(x, x);
        }
        INDArray y = Nd4j.createUninitialized(x.dataType(), x.size(0), x.size(1), layer.out());
        context.kernels().linear().forward(x, tensors.get("weight"), tensors.get("bias"), y);
        if (layer.rectified()) {
            context.kernels().elements().rectify(y);
        }
        return y;
    }
}
