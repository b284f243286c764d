package org.nec4j.kernel.cpu;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Between a row that holds all heads side by side and one row a head in which only that head's columns are filled, so that a
 * projection of each head by its own columns is one product. All arrays float32, c-ordered and contiguous.
 */
final class HeadBlocks {
    private HeadBlocks() {}

    /** out[b, h, i] = factor * x[b, i] where column i belongs to head h, else 0; x [B, D], out [B, H, D]. */
    static void spread(INDArray x, double factor, INDArray out) {
        int d = (int) out.size(-1);
        int heads = (int) (out.length() / x.length());
        int size = d / heads;
        FloatBuffer from = Memory.of(x);
        FloatBuffer to = Memory.of(out);
        float[] row = new float[d];
        float[] wide = new float[heads * d];
        for (int b = 0; b < x.length() / d; b++) {
            from.get(b * d, row);
            for (int i = 0; i < d; i++) {
                wide[i / size * d + i] = (float) factor * row[i];
            }
            to.put(b * heads * d, wide);
        }
    }

    /** out[b, i] = factor * x[b, h, i] for the head h that column i belongs to; x [B, H, D], out [B, D]. */
    static void diagonal(INDArray x, double factor, INDArray out) {
        int d = (int) x.size(-1);
        int heads = (int) (x.length() / out.length());
        int size = d / heads;
        FloatBuffer from = Memory.of(x);
        FloatBuffer to = Memory.of(out);
        float[] row = new float[d];
        float[] wide = new float[heads * d];
        for (int b = 0; b < out.length() / d; b++) {
            from.get(b * heads * d, wide);
            for (int i = 0; i < d; i++) {
                row[i] = (float) factor * wide[i / size * d + i];
            }
            to.put(b * d, row);
        }
    }
}
