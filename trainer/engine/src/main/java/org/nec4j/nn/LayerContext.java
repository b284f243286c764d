package org.nec4j.nn;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.LinearKernels;

/**
 * What all layers of one graph share while they run.
 *
 * @param kernels the mathematics
 * @param frozen  the products of transformer blocks that do not train
 * @param scratch temporaries that live no longer than one call of one layer
 */
public record LayerContext(Kernels kernels, LinearKernels frozen, Scratch scratch) {
    /** With the same products for all blocks. */
    public LayerContext(Kernels kernels, Scratch scratch) {
        this(kernels, kernels.linear(), scratch);
    }

    /** A context of its own with these kernels. */
    public static LayerContext of(Kernels kernels) {
        return of(kernels, kernels.linear());
    }

    /** A context of its own with these kernels, and other products for blocks that do not train. */
    public static LayerContext of(Kernels kernels, LinearKernels frozen) {
        return new LayerContext(kernels, frozen, new Scratch());
    }

    /** Hands kernels and scratch to the layers of a graph that came out of a file, where neither can be written down. */
    public void share(ComputationGraph graph) {
        for (GraphVertex vertex : graph.getVertices()) {
            if (vertex instanceof UnshuffleVertex unshuffle) {
                unshuffle.share(this);
            }
        }
        for (Layer layer : graph.getLayers()) {
            org.deeplearning4j.nn.conf.layers.Layer said = layer.conf().getLayer();
            if ((said instanceof BaseWrapperLayer wrapper ? wrapper.getUnderlying() : said)
                    instanceof FusedLayer fused) {
                fused.share(this);
            }
        }
    }
}
