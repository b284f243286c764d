package org.nec4j.kernel;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Cuts images into square patches, row by row from the top left. All arrays float32, c-ordered and contiguous. */
public final class Patchify {
    private Patchify() {}

    /**
     * patches[b, v, (c, i, j)] = the patch keep[b][v], as a convolution's weights expect it; images [B, C, S, S], keep [B][V],
     * patches [B, V, C * P * P].
     */
    public static void channelsFirst(INDArray images, int patchSize, int[][] keep, INDArray patches) {
        int channels = (int) images.size(1);
        int side = (int) images.size(2);
        int grid = side / patchSize;
        FloatBuffer from = Memory.of(images);
        FloatBuffer to = Memory.of(patches);
        Team.shared().run(keep.length, b -> {
            int at = b * keep[b].length * channels * patchSize * patchSize;
            for (int patch : keep[b]) {
                int corner = (patch / grid * side + patch % grid) * patchSize;
                for (int c = 0; c < channels; c++) {
                    for (int i = 0; i < patchSize; i++) {
                        to.put(at, from, ((b * channels + c) * side + i) * side + corner, patchSize);
                        at += patchSize;
                    }
                }
            }
        });
    }

    /**
     * patches[b, l, (i, j, c)] as the masked autoencoder's decoder predicts them ({@code patchify} of facebookresearch/mae); images
     * [B, C, S, S], patches [B, L, P * P * C].
     */
    public static void channelsLast(INDArray images, int patchSize, INDArray patches) {
        int p = patchSize;
        int channels = (int) images.size(1);
        int side = (int) images.size(2);
        int grid = side / p;
        FloatBuffer from = Memory.of(images);
        FloatBuffer to = Memory.of(patches);
        Team.shared().run((int) images.size(0), b -> {
            float[] line = new float[side];
            float[][] row = new float[grid][channels * p * p];
            for (int y = 0; y < grid; y++) {
                for (int c = 0; c < channels; c++) {
                    for (int i = 0; i < p; i++) {
                        from.get(((b * channels + c) * side + y * p + i) * side, line);
                        for (int x = 0; x < grid; x++) {
                            interleave(line, x * p, row[x], i * p * channels + c, channels, p);
                        }
                    }
                }
                for (int x = 0; x < grid; x++) {
                    to.put(((b * grid + y) * grid + x) * row[x].length, row[x]);
                }
            }
        });
    }

    /**
     * Standardises every patch by its own mean and unbiased variance, (x - mean) / sqrt(var + 1e-6), the target of the
     * normalised-pixel loss (He et al., arXiv 2111.06377, section 4.1); patches [B, L, N], overwritten.
     */
    public static void standardise(INDArray patches) {
        int n = (int) patches.size(-1);
        int rows = (int) (patches.length() / n);
        FloatBuffer memory = Memory.of(patches);
        Split parts = Split.ofPass(rows, n, Team.shared().threads());
        Team.shared().run(parts.parts(), part -> {
            float[] row = new float[n];
            for (int r = parts.first(part); r < parts.first(part) + parts.count(part); r++) {
                memory.get(r * n, row);
                standardise(row);
                memory.put(r * n, row);
            }
        });
    }

    private static void standardise(float[] row) {
        double sum = 0;
        for (float x : row) {
            sum += x;
        }
        double mean = sum / row.length;
        double squares = 0;
        for (float x : row) {
            squares += (x - mean) * (x - mean);
        }
        double scale = 1 / Math.sqrt(squares / (row.length - 1) + 1e-6);
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) ((row[i] - mean) * scale);
        }
    }

    private static void interleave(float[] from, int begin, float[] to, int at, int stride, int count) {
        for (int j = 0; j < count; j++) {
            to[at + j * stride] = from[begin + j];
        }
    }
}
