package org.nec4j.onnx;

import org.nec4j.kernel.GeluForm;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/**
 * Writes a masked autoencoder's decoder where every token is seen: embeddings [N, 1 + L, D] to patches of pixels [N, L, P * P * C], channels
 * last within a patch, what {@link org.nec4j.vit.Decoder} computes.
 */
final class DecoderGraph {
    private DecoderGraph() {}

    static String patches(OnnxGraph graph, VitShape shape, Tensors tensors, String embedding) {
        TransformerGraph layers = new TransformerGraph(graph, tensors, shape.layerNormEps());
        int e = shape.decoderDim();
        String positions =
                graph.floats("decoder_pos_embed", tensors.floats("decoder_pos_embed"), 1, 1 + shape.patches(), e);
        String x = graph.node("Add", layers.linear(embedding, "decoder_embed", shape.dim(), e), positions);
        for (int i = 0; i < shape.decoderDepth(); i++) {
            x = layers.block(
                    x, "decoder_blocks." + i + ".", e, shape.decoderHidden(), shape.decoderHeads(), GeluForm.ERF);
        }
        String predicted = layers.linear(layers.norm(x, "decoder_norm", e), "decoder_pred", e, shape.patchNumbers());
        return graph.slice(predicted, 1, 1 + shape.patches());
    }
}
