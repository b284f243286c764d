package org.nec4j.kernel.cpu;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.MapKernels;

/** Neighbourhoods by bulk copies, threads across lines of pixels; batch norm row by row. */
final class HostMaps implements MapKernels {
    private final Team team;

    HostMaps(Team team) {
        this.team = team;
    }

    @Override
    public void neighbourhoods(INDArray x, int rows, INDArray columns) {
        int width = (int) x.size(1) / rows;
        int c = (int) x.size(2);
        FloatBuffer from = Memory.of(x);
        FloatBuffer to = Memory.of(columns);
        float[] zeros = new float[3 * c];
        team.run((int) x.size(0) * rows, line -> {
            int y = line % rows;
            for (int column = 0; column < width; column++) {
                for (int dy = -1; dy <= 1; dy++) {
                    int at = ((line * width + column) * TAPS + 3 * (dy + 1)) * c;
                    if (y + dy < 0 || y + dy >= rows) {
                        to.put(at, zeros);
                        continue;
                    }
                    int first = column == 0 ? 1 : 0;
                    int end = column == width - 1 ? 2 : 3;
                    if (first > 0) {
                        to.put(at, zeros, 0, c);
                    }
                    if (end < 3) {
                        to.put(at + 2 * c, zeros, 0, c);
                    }
                    int source = ((line + dy) * width + column + first - 1) * c;
                    to.put(at + first * c, from, source, (end - first) * c);
                }
            }
        });
    }

    @Override
    public void sumNeighbourhoods(INDArray columns, int rows, INDArray x) {
        int width = (int) x.size(1) / rows;
        int c = (int) x.size(2);
        FloatBuffer from = Memory.of(columns);
        FloatBuffer to = Memory.of(x);
        team.run((int) x.size(0) * rows, line -> {
            int y = line % rows;
            float[] sum = new float[c];
            float[] part = new float[c];
            for (int column = 0; column < width; column++) {
                Arrays.fill(sum, 0);
                for (int tap = 0; tap < TAPS; tap++) {
                    int dy = 1 - tap / 3;
                    int dx = 1 - tap % 3;
                    boolean inside = y + dy >= 0 && y + dy < rows && column + dx >= 0 && column + dx < width;
                    if (inside) {
                        from.get((((line + dy) * width + column + dx) * TAPS + tap) * c, part);
                        for (int i = 0; i < c; i++) {
                            sum[i] += part[i];
                        }
                    }
                }
                to.put((line * width + column) * c, sum);
            }
        });
    }

    @Override
    public void statistics(INDArray x, INDArray mean, INDArray variance) {
        HostBatchNorm.statistics(x, mean, variance);
    }

    @Override
    public void norm(INDArray x, Norm norm, INDArray y) {
        HostBatchNorm.forward(x, norm, y);
    }

    @Override
    public void normBackward(INDArray dy, INDArray x, Norm norm, INDArray dgain, INDArray dbias, INDArray dx) {
        HostBatchNorm.backward(dy, x, norm, dgain, dbias, dx);
    }

    @Override
    public void scaleChannels(INDArray x, float[][] factors, INDArray y) {
        HostBatchNorm.scale(x, factors, y);
    }
}
