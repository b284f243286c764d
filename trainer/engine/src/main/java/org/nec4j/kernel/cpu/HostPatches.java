package org.nec4j.kernel.cpu;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.PatchKernels;

/** Patches by bulk copies, threads across images. */
final class HostPatches implements PatchKernels {
    private final Team team;

    HostPatches(Team team) {
        this.team = team;
    }

    @Override
    public void channelsFirst(INDArray images, int patchSize, int[][] keep, INDArray patches) {
        int channels = (int) images.size(1);
        int height = (int) images.size(2);
        int width = (int) images.size(3);
        int grid = width / patchSize; // columns
        FloatBuffer from = Memory.of(images);
        FloatBuffer to = Memory.of(patches);
        team.run(keep.length, b -> {
            int at = b * keep[b].length * channels * patchSize * patchSize;
            for (int patch : keep[b]) {
                int corner = (patch / grid * width + patch % grid) * patchSize;
                for (int c = 0; c < channels; c++) {
                    for (int i = 0; i < patchSize; i++) {
                        to.put(at, from, ((b * channels + c) * height + i) * width + corner, patchSize);
                        at += patchSize;
                    }
                }
            }
        });
    }

    @Override
    public void channelsLast(INDArray images, int patchSize, INDArray patches) {
        int p = patchSize;
        int channels = (int) images.size(1);
        int height = (int) images.size(2);
        int width = (int) images.size(3);
        int grid = width / p; // columns
        FloatBuffer from = Memory.of(images);
        FloatBuffer to = Memory.of(patches);
        team.run((int) images.size(0), b -> {
            float[] line = new float[width];
            float[][] row = new float[grid][channels * p * p];
            for (int y = 0; y < height / p; y++) {
                for (int c = 0; c < channels; c++) {
                    for (int i = 0; i < p; i++) {
                        from.get(((b * channels + c) * height + y * p + i) * width, line);
                        for (int x = 0; x < grid; x++) {
                            interleave(line, x * p, row[x], i * p * channels + c, channels, p);
                        }
                    }
                }
                for (int x = 0; x < grid; x++) {
                    to.put(((b * (height / p) + y) * grid + x) * row[x].length, row[x]);
                }
            }
        });
    }

    @Override
    public void standardize(INDArray patches) {
        int n = (int) patches.size(-1);
        int rows = (int) (patches.length() / n);
        FloatBuffer memory = Memory.of(patches);
        RowParts parts = RowParts.ofPass(rows, n, team.threads());
        team.run(parts.parts(), part -> {
            float[] row = new float[n];
            for (int r = parts.first(part); r < parts.first(part) + parts.count(part); r++) {
                memory.get(r * n, row);
                standardize(row);
                memory.put(r * n, row);
            }
        });
    }

    private static void standardize(float[] row) {
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
