package org.nec4j.kernel.cpu;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.Window;
import org.nec4j.kernel.WindowKernels;

/** Windows by bulk copies, threads across lines. */
final class HostWindows implements WindowKernels {
    private final Team team;

    HostWindows(Team team) {
        this.team = team;
    }

    @Override
    public void gather(INDArray x, Window window, INDArray columns) {
        Map map = new Map(x, window);
        FloatBuffer from = Memory.of(x);
        FloatBuffer to = Memory.of(columns);
        float[] zeros = new float[window.kernel() * map.channels];
        team.run(map.images * map.rows, line -> {
            int image = line / map.rows;
            int top = line % map.rows * window.stride() - window.before();
            for (int square = 0; square < map.columns; square++) {
                int left = square * window.stride() - window.before();
                int first = Math.max(0, -left);
                int end = Math.min(window.kernel(), map.width - left);
                for (int k = 0; k < window.kernel(); k++) {
                    int at = ((line * map.columns + square) * window.taps() + k * window.kernel()) * map.channels;
                    int y = top + k;
                    if (y < 0 || y >= map.height || first >= end) {
                        to.put(at, zeros);
                        continue;
                    }
                    to.put(at, zeros, 0, first * map.channels);
                    to.put(at + end * map.channels, zeros, 0, (window.kernel() - end) * map.channels);
                    int source = ((image * map.height + y) * map.width + left + first) * map.channels;
                    to.put(at + first * map.channels, from, source, (end - first) * map.channels);
                }
            }
        });
    }

    @Override
    public void scatter(INDArray columns, Window window, INDArray x) {
        Map map = new Map(x, window);
        FloatBuffer from = Memory.of(columns);
        FloatBuffer to = Memory.of(x);
        team.run(map.images * map.height, line -> {
            int image = line / map.height;
            int y = line % map.height;
            float[] sum = new float[map.width * map.channels];
            float[] part = new float[window.kernel() * map.channels];
            for (int k = 0; k < window.kernel(); k++) {
                int row = y + window.before() - k;
                if (row < 0 || row % window.stride() != 0 || row / window.stride() >= map.rows) {
                    continue;
                }
                int squares = (image * map.rows + row / window.stride()) * map.columns;
                for (int square = 0; square < map.columns; square++) {
                    from.get(((squares + square) * window.taps() + k * window.kernel()) * map.channels, part);
                    add(part, sum, (square * window.stride() - window.before()) * map.channels);
                }
            }
            to.put(line * sum.length, sum);
        });
    }

    /** Adds what lies inside the line. */
    private static void add(float[] part, float[] sum, int at) {
        int end = Math.min(part.length, sum.length - at);
        for (int i = Math.max(0, -at); i < end; i++) {
            sum[at + i] += part[i];
        }
    }

    /** Sizes of a map and of its grid of squares. */
    private static final class Map {
        private final int images;
        private final int height;
        private final int width;
        private final int channels;
        private final int rows;
        private final int columns;

        Map(INDArray x, Window window) {
            images = Floats.size(x, 0);
            height = Floats.size(x, 1);
            width = Floats.size(x, 2);
            channels = Floats.size(x, 3);
            rows = (int) window.squares(height);
            columns = (int) window.squares(width);
        }
    }
}
