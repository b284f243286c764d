package org.nec4j.codec.grid;

import java.util.LinkedHashMap;
import java.util.Map;

/** From codes to a map without a network: a code of the coarser level is a block of values, one of the finer level what is added to a quarter of it. */
final class BlockDecoder implements GridModel.MapDecoder {
    private static final String FINE = "blocks.fine";
    private static final String COARSE = "blocks.coarse";

    private final float[] fine;
    private final float[] coarse;
    private final int side;

    BlockDecoder(Map<String, float[]> tensors, int blocks) {
        this.fine = tensors.get(FINE);
        this.coarse = tensors.get(COARSE);
        this.side = 1 << blocks;
    }

    static Map<String, long[]> shapes(int codes, int blocks) {
        long side = 1L << blocks;
        Map<String, long[]> all = new LinkedHashMap<>();
        all.put(COARSE, new long[] {codes, 4 * side * side});
        all.put(FINE, new long[] {codes, side * side});
        return all;
    }

    @Override
    public float[] decode(Codes codes, int height, int width) {
        float[] map = new float[height * width];
        int columns = width / side;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int low = codes.coarse()[y / (2 * side) * (columns / 2) + x / (2 * side)];
                int high = codes.fine()[y / side * columns + x / side];
                map[y * width + x] = coarse[(low * 2 * side + y % (2 * side)) * 2 * side + x % (2 * side)]
                        + fine[(high * side + y % side) * side + x % side];
            }
        }
        return map;
    }
}
