package org.nec4j.gridded;

import java.util.Map;
import org.nec4j.codec.grid.Codes;
import org.nec4j.codec.grid.GridModel;

/** Chooses the nearest block of values, then the nearest of what is added to each quarter of it. */
final class BlockChooser implements Chooser {
    private final int side;
    private final float[][] coarse;
    private final float[][] fine;

    BlockChooser(GridModel model, Map<String, float[]> tensors) {
        this(model.multiple() / 2, tensors.get("blocks.coarse"), tensors.get("blocks.fine"));
    }

    BlockChooser(int side, float[] coarse, float[] fine) {
        this.side = side;
        this.coarse = rows(coarse, 4 * side * side);
        this.fine = rows(fine, side * side);
    }

    private static float[][] rows(float[] all, int length) {
        float[][] rows = new float[all.length / length][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = java.util.Arrays.copyOfRange(all, i * length, (i + 1) * length);
        }
        return rows;
    }

    @Override
    public Codes of(Padded map) {
        int[] low = new int[map.height() / (2 * side) * (map.width() / (2 * side))];
        int[] high = new int[4 * low.length];
        for (int i = 0; i < low.length; i++) {
            low[i] = KMeans.nearest(coarse, cut(map, 2 * side, i));
        }
        Padded rest = rest(map, side, coarse, low);
        for (int i = 0; i < high.length; i++) {
            high[i] = KMeans.nearest(fine, cut(rest, side, i));
        }
        return new Codes(high, low);
    }

    /** The i-th block of a map, row after row. */
    static float[] cut(Padded map, int side, int i) {
        int columns = map.width() / side;
        float[] block = new float[side * side];
        for (int y = 0; y < side; y++) {
            int from = (i / columns * side + y) * map.width() + i % columns * side;
            System.arraycopy(map.values(), from, block, y * side, side);
        }
        return block;
    }

    /** What the coarser level leaves over. */
    static Padded rest(Padded map, int side, float[][] coarse, int[] low) {
        float[] values = map.values().clone();
        int columns = map.width() / (2 * side);
        for (int y = 0; y < map.height(); y++) {
            for (int x = 0; x < map.width(); x++) {
                float[] block = coarse[low[y / (2 * side) * columns + x / (2 * side)]];
                values[y * map.width() + x] -= block[y % (2 * side) * 2 * side + x % (2 * side)];
            }
        }
        return new Padded(map.height(), map.width(), values);
    }
}
