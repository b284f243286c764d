package org.nec4j.kernel;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Cuts images into square patches, row by row from the top left. All arrays float32, c-ordered and contiguous. */
public final class Patchify {
    private Patchify() {}

    /** patches[b, l, (c, i, j)] as a convolution's weights expect them; images [B, C, S, S], patches [B, L, C * P * P]. */
    public static void channelsFirst(INDArray images, int patchSize, INDArray patches) {
        cut(images, patchSize, patches, true);
    }

    /**
     * patches[b, l, (i, j, c)] as the masked autoencoder's decoder predicts them ({@code patchify} of facebookresearch/mae); images
     * [B, C, S, S], patches [B, L, P * P * C].
     */
    public static void channelsLast(INDArray images, int patchSize, INDArray patches) {
        cut(images, patchSize, patches, false);
    }

    /**
     * Standardises every patch by its own mean and unbiased variance, (x - mean) / sqrt(var + 1e-6), the target of the
     * normalised-pixel loss (He et al., arXiv 2111.06377, section 4.1); patches [B, L, N], overwritten.
     */
    public static void standardise(INDArray patches) {
        int n = (int) patches.size(-1);
        int rows = (int) (patches.length() / n);
        FloatBuffer memory = Memory.of(patches);
        float[] row = new float[n];
        for (int r = 0; r < rows; r++) {
            memory.get(r * n, row);
            double sum = 0;
            for (float x : row) {
                sum += x;
            }
            double mean = sum / n;
            double squares = 0;
            for (float x : row) {
                squares += (x - mean) * (x - mean);
            }
            double scale = 1 / Math.sqrt(squares / (n - 1) + 1e-6);
            for (int i = 0; i < n; i++) {
                row[i] = (float) ((row[i] - mean) * scale);
            }
            memory.put(r * n, row);
        }
    }

    private static void cut(INDArray images, int p, INDArray patches, boolean channelsFirst) {
        int channels = (int) images.size(1);
        int side = (int) images.size(2);
        int grid = side / p;
        FloatBuffer from = Memory.of(images);
        FloatBuffer to = Memory.of(patches);
        IntStream.range(0, (int) images.size(0)).parallel().forEach(b -> {
            float[] line = new float[side];
            float[][] row = new float[grid][channels * p * p];
            for (int y = 0; y < grid; y++) {
                for (int c = 0; c < channels; c++) {
                    for (int i = 0; i < p; i++) {
                        from.get(((b * channels + c) * side + y * p + i) * side, line);
                        for (int x = 0; x < grid; x++) {
                            if (channelsFirst) {
                                System.arraycopy(line, x * p, row[x], (c * p + i) * p, p);
                            } else {
                                interleave(line, x * p, row[x], i * p * channels + c, channels, p);
                            }
                        }
                    }
                }
                for (int x = 0; x < grid; x++) {
                    to.put(((b * grid + y) * grid + x) * row[x].length, row[x]);
                }
            }
        });
    }

    private static void interleave(float[] from, int begin, float[] to, int at, int stride, int count) {
        for (int j = 0; j < count; j++) {
            to[at + j * stride] = from[begin + j];
        }
    }
}
