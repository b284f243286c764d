package org.nec4j.doctor;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.doctor.Processor.Simd;
import org.nec4j.kernel.Kernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.VitShape;

/**
 * Five seconds of the work that a run is made of: a linear layer and a whole block of ViT-Base/16 at 224 px, batch 8.
 *
 * <p>Expected of a physical core, in GFLOP/s of the linear layer: about half of what two fused multiply-adds of full width a cycle give at 2.5 GHz, for
 * AVX2; less of the peak for AVX-512, whose processors run slower and often have one such unit. A block is expected to reach three quarters of that.
 */
final class SpeedCheck {
    private static final int BATCH = 8;
    private static final VitShape SHAPE = new VitShape(224, 16, 3, 768, 1, 12, 512, 1, 16, 4, 1e-6);
    private static final double WARM_UP_SECONDS = 0.7;
    private static final double SECONDS = 1.8;
    private static final double BLOCK_SHARE = 0.75;

    private SpeedCheck() {}

    /** What half of the peak is, a core: 2.5 GHz x 2 units x lanes x 2 operations / 2. */
    static double expectedOfACore(Simd simd) {
        return switch (simd) {
            case AVX512 -> 60;
            case AVX2 -> 40;
            case NEON -> 20;
            case NONE, UNKNOWN -> 10;
        };
    }

    static double expectedOfABlock(Simd simd) {
        return BLOCK_SHARE * expectedOfACore(simd);
    }

    /** GFLOP/s of y = x wᵀ + b for x [B * T, D] and w [4 D, D]. */
    static double linear(Kernels kernels) {
        int rows = BATCH * (1 + SHAPE.patches());
        INDArray x = Nd4j.rand(DataType.FLOAT, rows, SHAPE.dim());
        INDArray w = Nd4j.rand(DataType.FLOAT, SHAPE.hidden(), SHAPE.dim());
        INDArray b = Nd4j.zeros(DataType.FLOAT, SHAPE.hidden());
        INDArray y = Nd4j.zeros(DataType.FLOAT, rows, SHAPE.hidden());
        return measured(2.0 * rows * SHAPE.dim() * SHAPE.hidden(), () -> kernels.linear()
                .forward(x, w, b, y));
    }

    /** GFLOP/s of patch embedding, one block and norm, forward. */
    static double block(Kernels kernels) {
        Encoder encoder = new Encoder(SHAPE, RandomStart.of(SHAPE, 0), LayerContext.of(kernels));
        float[] pixels = new float[BATCH * SHAPE.imageNumbers()]; // [B, 3, S, S]
        double tokens = 1 + SHAPE.patches();
        double dim = SHAPE.dim();
        // qkv, projection and perceptron are 12 D² multiplications a token, attention 2 T D.
        double block = 2 * BATCH * tokens * (12 * dim * dim + 2 * tokens * dim);
        double embedding = 2.0 * BATCH * SHAPE.patches() * SHAPE.patchNumbers() * dim;
        return measured(block + embedding, () -> encoder.embed(pixels));
    }

    private static double measured(double operations, Runnable work) {
        long start = System.nanoTime();
        List<Double> seconds = new ArrayList<>();
        while (seconds(start) < WARM_UP_SECONDS + SECONDS || seconds.isEmpty()) {
            long before = System.nanoTime();
            work.run();
            if (seconds(start) > WARM_UP_SECONDS) {
                seconds.add(seconds(before));
            }
        }
        double median =
                seconds.stream().sorted().skip(seconds.size() / 2).findFirst().orElseThrow();
        return operations / median * 1e-9;
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) * 1e-9;
    }
}
