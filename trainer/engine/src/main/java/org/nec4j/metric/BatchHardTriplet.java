package org.nec4j.metric;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.FusedLayerRuntime;

/**
 * Passes codes [B, 1, R] on and measures the triplet loss with the hardest positive and negative of the batch (Hermans et al., arXiv 1703.07737), whose
 * gradient it adds to what comes back. Rows of an identity stand next to each other.
 */
public final class BatchHardTriplet extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private int views;
    private double margin;
    private boolean soft;

    /** For DL4J's JSON. */
    BatchHardTriplet() {}

    /**
     * A loss by its margin.
     *
     * @param views  rows an identity
     * @param margin infinite for the soft margin, which has none
     */
    public BatchHardTriplet(String name, int views, double margin) {
        super(name);
        this.views = views;
        this.soft = margin == Double.POSITIVE_INFINITY;
        this.margin = soft ? 0 : margin; // JSON has no infinite numbers
    }

    @Override
    public boolean measures() {
        return true;
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new BatchHardTripletRuntime(conf, dataType);
    }

    int views() {
        return views;
    }

    double margin() {
        return soft ? Double.POSITIVE_INFINITY : margin;
    }
}
