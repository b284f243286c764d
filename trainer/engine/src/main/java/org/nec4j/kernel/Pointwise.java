package org.nec4j.kernel;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Small passes over the elements of float32 arrays, c-ordered and contiguous. NaN stays NaN. */
public final class Pointwise {
    private static final int BLOCK = 4096;

    private Pointwise() {}

    /** out = |x|. */
    public static void magnitudes(INDArray x, INDArray out) {
        pass(x, out, (from, to, n) -> {
            for (int i = 0; i < n; i++) {
                to[i] = Math.abs(from[i]);
            }
        });
    }

    /** x = max(x, 0). */
    public static void rectify(INDArray x) {
        pass(x, x, (from, to, n) -> {
            for (int i = 0; i < n; i++) {
                to[i] = from[i] < 0 ? 0 : from[i];
            }
        });
    }

    /**
     * dx *= sign(x), sign(0) being 0: the gradient of |x| with respect to x, and of max(u, 0) with respect to u where x is what
     * became of it.
     */
    public static void timesSign(INDArray x, INDArray dx) {
        pass(x, dx, (from, to, n) -> {
            for (int i = 0; i < n; i++) {
                to[i] *= Math.signum(from[i]);
            }
        });
    }

    private interface Pass {
        void apply(float[] from, float[] to, int n);
    }

    private static void pass(INDArray x, INDArray out, Pass pass) {
        FloatBuffer source = Memory.of(x);
        FloatBuffer target = Memory.of(out);
        float[] from = new float[BLOCK];
        float[] to = new float[BLOCK];
        int length = (int) out.length();
        for (int at = 0; at < length; at += BLOCK) {
            int n = Math.min(BLOCK, length - at);
            source.get(at, from, 0, n);
            target.get(at, to, 0, n);
            pass.apply(from, to, n);
            target.put(at, to, 0, n);
        }
    }
}
