package org.nec4j.nn;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The end of a segmentation head: drops whole channels in training, scores every class at every pixel, enlarges the scores
 * bilinearly to the labels' size and takes the mean cross entropy of the labelled pixels (as mmsegmentation's FCNHead). Maps
 * [B, h * w, C], scores [B, h * w, K], labels [B, H * W] with 255 where there is none.
 */
public final class PixelClassification extends MapLayer {
    private static final long serialVersionUID = 1L;

    private int channels;
    private int classes;
    private double dropout;
    private double weight;
    private long seed;
    private double smoothing;

    /** For DL4J's JSON. */
    PixelClassification() {}

    /**
     * A classification by its shape.
     *
     * @param name    prefix of the layer's tensors
     * @param classes K
     * @param dropout probability of a channel of an image to be left out of a training step
     * @param weight  factor of the loss
     * @param seed    decides which channels
     */
    public PixelClassification(String name, int channels, int classes, double dropout, double weight, long seed) {
        super(name);
        this.channels = channels;
        this.classes = classes;
        this.dropout = dropout;
        this.weight = weight;
        this.seed = seed;
    }

    /** The same with a share of every label spread over all classes alike; 0 leaves labels as they are. */
    public PixelClassification smoothed(double share) {
        smoothing = share;
        return this;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(tensor("weight", classes, channels), tensor("bias", classes));
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new PixelClassificationRuntime(conf, dataType);
    }

    int classes() {
        return classes;
    }

    double dropout() {
        return dropout;
    }

    double weight() {
        return weight;
    }

    double smoothing() {
        return smoothing;
    }

    long seed() {
        return seed;
    }
}
