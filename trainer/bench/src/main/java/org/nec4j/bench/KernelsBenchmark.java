package org.nec4j.bench;

import java.util.concurrent.TimeUnit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.backend.Backend;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.portable.PortableKernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Every kernel of a transformer block at the sizes of ViT-B/16 (197 tokens) and of ViT-Tiny's encoder under masking. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "-Xmx1g"})
public class KernelsBenchmark {
    /** Images, tokens, width and heads. */
    @Param({"8,197,768,12", "64,17,192,3"})
    public String size;

    /** Which kernels. */
    @Param({"best", "portable"})
    public String implementation;

    private Kernels kernels;
    private int heads;
    private INDArray x;
    private INDArray y;
    private INDArray wide;
    private INDArray post;
    private INDArray qkv;
    private INDArray dqkv;
    private INDArray probs;
    private INDArray stats;
    private INDArray gain;
    private INDArray bias;
    private INDArray wideBias;
    private INDArray expand;
    private INDArray shrink;
    private INDArray dExpand;

    /** Allocates. */
    @Setup
    public void allocate() {
        String[] sizes = size.split(",");
        int b = Integer.parseInt(sizes[0]);
        int t = Integer.parseInt(sizes[1]);
        int d = Integer.parseInt(sizes[2]);
        heads = Integer.parseInt(sizes[3]);
        kernels = implementation.equals("best") ? Backend.kernels() : PortableKernels.because("measured");
        x = normal(b, t, d);
        y = normal(b, t, d);
        wide = normal(b, t, 4 * d);
        post = normal(b, t, 4 * d);
        qkv = normal(b, t, 3 * d);
        dqkv = normal(b, t, 3 * d);
        probs = normal(b, heads, t, t);
        stats = normal(b * t, 2);
        gain = normal(d);
        bias = normal(d);
        wideBias = normal(4 * d);
        expand = normal(4 * d, d).muli(0.02);
        shrink = normal(d, 4 * d).muli(0.02);
        dExpand = normal(4 * d, d);
        kernels.layerNorm().forward(x, gain, bias, 1e-6, y, stats);
        kernels.attention().forward(qkv, heads, y, probs);
    }

    private static INDArray normal(long... shape) {
        return Nd4j.randn(DataType.FLOAT, shape);
    }

    @Benchmark
    public void linearGelu() {
        kernels.linear().forwardGelu(x, expand, wideBias, wide, post);
    }

    @Benchmark
    public void linearResidual() {
        kernels.linear().forwardResidual(post, shrink, bias, x, y);
    }

    @Benchmark
    public void linearBackwardInput() {
        kernels.linear().backwardInput(wide, expand, y);
    }

    @Benchmark
    public void linearBackwardInputGelu() {
        kernels.linear().backwardInputGelu(x, shrink, wide, post);
    }

    @Benchmark
    public void linearBackwardWeights() {
        kernels.linear().backwardWeights(wide, x, dExpand, wideBias);
    }

    @Benchmark
    public void layerNorm() {
        kernels.layerNorm().forward(x, gain, bias, 1e-6, y, stats);
    }

    @Benchmark
    public void layerNormBackwardInput() {
        kernels.layerNorm().backwardInput(x, x, gain, stats, y);
    }

    @Benchmark
    public void attention() {
        kernels.attention().forward(qkv, heads, y, probs);
    }

    @Benchmark
    public void attentionBackward() {
        kernels.attention().backward(y, qkv, probs, heads, dqkv);
    }
}
