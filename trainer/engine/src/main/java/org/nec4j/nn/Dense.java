package org.nec4j.nn;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** A linear layer on every token, y = f(g(x) wᵀ + b), [B, T, K] to [B, T, N]; f may be max(., 0), g may be |.|. */
public final class Dense extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private int in;
    private int out;
    private boolean magnitudes;
    private boolean rectified;

    /** For DL4J's JSON. */
    Dense() {}

    /**
     * A layer by its shape.
     *
     * @param name       prefix of weight and bias, such as {@code h_a.0}
     * @param in         K
     * @param out        N
     * @param magnitudes whether it sees |x| instead of x
     * @param rectified  whether negative outputs become 0
     */
    public Dense(String name, int in, int out, boolean magnitudes, boolean rectified) {
        super(name);
        this.in = in;
        this.out = out;
        this.magnitudes = magnitudes;
        this.rectified = rectified;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(tensor("weight", out, in), tensor("bias", out));
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new DenseRuntime(conf, dataType);
    }

    int out() {
        return out;
    }

    boolean magnitudes() {
        return magnitudes;
    }

    boolean rectified() {
        return rectified;
    }
}
