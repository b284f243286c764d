package org.nec4j.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The 3 x 3 neighbourhoods of the pixels of square maps, zeros outside, which make a convolution one product of matrices. Maps are
 * [B, S * S, C], channels last, as tokens are; a neighbourhood is [9 * C], its pixels row by row.
 */
public final class Neighbourhoods {
    /** Pixels of a neighbourhood. */
    public static final int TAPS = 9;

    private Neighbourhoods() {}

    /** columns[b, p] = the neighbourhood of pixel p; x [B, S * S, C], columns [B, S * S, 9 * C]. */
    public static void gather(INDArray x, INDArray columns) {
        int side = side(x);
        int c = (int) x.size(2);
        FloatBuffer from = Memory.of(x);
        FloatBuffer to = Memory.of(columns);
        float[] zeros = new float[3 * c];
        Team.shared().run((int) x.size(0) * side, line -> {
            int y = line % side;
            for (int column = 0; column < side; column++) {
                for (int dy = -1; dy <= 1; dy++) {
                    int at = ((line * side + column) * TAPS + 3 * (dy + 1)) * c;
                    if (y + dy < 0 || y + dy >= side) {
                        to.put(at, zeros);
                        continue;
                    }
                    int first = column == 0 ? 1 : 0;
                    int end = column == side - 1 ? 2 : 3;
                    if (first > 0) {
                        to.put(at, zeros, 0, c);
                    }
                    if (end < 3) {
                        to.put(at + 2 * c, zeros, 0, c);
                    }
                    int source = ((line + dy) * side + column + first - 1) * c;
                    to.put(at + first * c, from, source, (end - first) * c);
                }
            }
        });
    }

    /** x[b, p] = the sum of all places of columns that {@link #gather} fills from it: gather's transpose. */
    public static void scatterAdd(INDArray columns, INDArray x) {
        int side = side(x);
        int c = (int) x.size(2);
        FloatBuffer from = Memory.of(columns);
        FloatBuffer to = Memory.of(x);
        Team.shared().run((int) x.size(0) * side, line -> {
            int y = line % side;
            float[] sum = new float[c];
            float[] part = new float[c];
            for (int column = 0; column < side; column++) {
                Arrays.fill(sum, 0);
                for (int tap = 0; tap < TAPS; tap++) {
                    int dy = 1 - tap / 3;
                    int dx = 1 - tap % 3;
                    boolean inside = y + dy >= 0 && y + dy < side && column + dx >= 0 && column + dx < side;
                    if (inside) {
                        from.get((((line + dy) * side + column + dx) * TAPS + tap) * c, part);
                        for (int i = 0; i < c; i++) {
                            sum[i] += part[i];
                        }
                    }
                }
                to.put((line * side + column) * c, sum);
            }
        });
    }

    private static int side(INDArray x) {
        int side = (int) Math.round(Math.sqrt(x.size(1)));
        if ((long) side * side != x.size(1)) {
            throw new IllegalArgumentException("a map of " + x.size(1) + " pixels is not square");
        }
        return side;
    }
}
