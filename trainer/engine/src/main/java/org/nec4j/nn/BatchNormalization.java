package org.nec4j.nn;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** Batch normalization of channels, then max(0, y): [B, S * S, C] to [B, S * S, C]. Its running statistics are tensors that never train. */
public final class BatchNormalization extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private int channels;

    /** For DL4J's JSON. */
    BatchNormalization() {}

    /** A norm by its prefix and width. */
    public BatchNormalization(String name, int channels) {
        super(name);
        this.channels = channels;
    }

    @Override
    public List<Parameter> parameters() {
        return BatchNorming.parameters("", getLayerName() + ".", channels);
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new BatchNormalizationRuntime(conf, dataType);
    }
}
