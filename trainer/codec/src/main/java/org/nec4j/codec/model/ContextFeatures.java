package org.nec4j.codec.model;

import java.util.Arrays;

/**
 * What is known of a coefficient of the token layer before it is decoded, as base-2 logarithms in units of 1/4096: its expected
 * magnitude, and how magnitudes decoded so far compare with what was expected of them, over five neighbourhoods.
 *
 * <pre>
 *   g0 = log2(E + 0.001)                  r(S, E) = log2(S + c) - log2(E + c), of sums over the same places
 *   g1  same frequency, all axes before     g2  the four axes before
 *   g3  same axis, seven neighbouring frequencies, weighted     g4  g3 summed over axes k - 2 to k + 2     g5  all earlier frequencies
 * </pre>
 */
public final class ContextFeatures {
    private static final int UNIT_BITS = 16; // sums are in 1/65536
    private static final int ALONE = 10; // the weight 1
    private static final long CONSTANT = 98_304; // 0.15 at that weight
    private static final long CONSTANT_OF_ALL = 327_680; // 0.5
    private static final int FLOOR = 66; // 0.001
    private static final int MOST = 255; // magnitudes beyond it count as this
    private static final int BEFORE = 4;
    private static final int AROUND = 2;
    private static final int[][] NEIGHBOURS = {
        {-1, 0, 10}, {0, -1, 10}, {-1, -1, 7}, {-2, 0, 5}, {0, -2, 5}, {-1, 1, 5}, {1, -1, 5}
    };
    private static final int POOLED_LIMIT = 1 << 15;

    /**
     * The order of the token layer.
     *
     * @param components K
     * @param places     for each place, its neighbours that come earlier: place and weight in turns
     */
    public record Layout(int components, int[][] places) {
        /**
         * Of frequencies in an order.
         *
         * @param order u * width + v, not 0
         */
        public static Layout of(int[] order, int height, int width, int components) {
            int[] placeOf = new int[height * width];
            Arrays.fill(placeOf, -1);
            int[][] places = new int[order.length][];
            for (int place = 0; place < order.length; place++) {
                int u = order[place] / width;
                int v = order[place] % width;
                int[] found = new int[2 * NEIGHBOURS.length];
                int count = 0;
                for (int[] neighbour : NEIGHBOURS) {
                    int row = u + neighbour[0];
                    int column = v + neighbour[1];
                    if (row >= 0
                            && row < height
                            && column >= 0
                            && column < width
                            && placeOf[row * width + column] >= 0) {
                        found[count++] = placeOf[row * width + column];
                        found[count++] = neighbour[2];
                    }
                }
                places[place] = Arrays.copyOf(found, count);
                placeOf[order[place]] = place;
            }
            return new Layout(components, places);
        }

        /** F. */
        public int frequencies() {
            return places.length;
        }
    }

    private final Layout layout;
    private final int[] expected;
    private final int from;
    private final int[] size; // [F, K], magnitudes so far
    private final long[] near; // of the place in hand, [K]: sums over its neighbours
    private final long[] nearExpected;
    private int place = -1;
    private int k;
    private long before; // sums over the place in hand
    private long beforeExpected;
    private long all; // over the places before it
    private long allExpected;

    /**
     * For one embedding.
     *
     * @param expected [F, K] from {@code from} on, in units of 1/65536
     */
    public ContextFeatures(Layout layout, int[] expected, int from) {
        this.layout = layout;
        this.expected = expected;
        this.from = from;
        this.size = new int[layout.frequencies() * layout.components()];
        this.near = new long[layout.components()];
        this.nearExpected = new long[layout.components()];
    }

    /** A symbol of the pooled layer as an input, by its factor. */
    public static int pooled(int symbol, int factor) {
        return (int) Math.max(-POOLED_LIMIT, Math.min((long) symbol * factor, POOLED_LIMIT - 1));
    }

    /** Writes g0 to g5 of a coefficient; coefficients are asked for in the order of the stream, those that are always 0 may be left out. */
    public void at(int newPlace, int newK, int[] g) {
        moveTo(newPlace, newK);
        int components = layout.components();
        int at = place * components;
        long last = 0;
        long lastExpected = 0;
        for (int i = Math.max(0, k - BEFORE); i < k; i++) {
            last += size[at + i];
            lastExpected += expected[from + at + i];
        }
        long around = 0;
        long aroundExpected = 0;
        for (int i = Math.max(0, k - AROUND); i <= Math.min(components - 1, k + AROUND); i++) {
            around += near[i];
            aroundExpected += nearExpected[i];
        }
        g[0] = FixedPoint.log2((long) expected[from + at + k] + FLOOR) - (UNIT_BITS << FixedPoint.BITS);
        g[1] = ratio(ALONE * before, ALONE * beforeExpected, CONSTANT);
        g[2] = ratio(ALONE * last, ALONE * lastExpected, CONSTANT);
        g[3] = ratio(near[k], nearExpected[k], CONSTANT);
        g[4] = ratio(around, aroundExpected, CONSTANT);
        g[5] = ratio(ALONE * all, ALONE * allExpected, CONSTANT_OF_ALL);
    }

    /** Tells a coefficient's symbol; those never told are 0. */
    public void put(int newPlace, int newK, int symbol) {
        size[newPlace * layout.components() + newK] = (int) Math.min(Math.abs((long) symbol), MOST);
    }

    private static int ratio(long sum, long sumExpected, long constant) {
        return FixedPoint.log2((sum << UNIT_BITS) + constant) - FixedPoint.log2(sumExpected + constant);
    }

    private void moveTo(int newPlace, int newK) {
        int components = layout.components();
        while (place < newPlace) {
            if (place >= 0) {
                takeIn(components);
                all += before;
                allExpected += beforeExpected;
            }
            place++;
            k = 0;
            before = 0;
            beforeExpected = 0;
            gather(components);
        }
        takeIn(newK);
    }

    /** Adds the coefficients of the place in hand up to the one before {@code end}. */
    private void takeIn(int end) {
        int at = place * layout.components();
        for (; k < end; k++) {
            before += size[at + k];
            beforeExpected += expected[from + at + k];
        }
    }

    private void gather(int components) {
        Arrays.fill(near, 0);
        Arrays.fill(nearExpected, 0);
        int[] neighbours = layout.places()[place];
        for (int n = 0; n < neighbours.length; n += 2) {
            int at = neighbours[n] * components;
            int weight = neighbours[n + 1];
            for (int i = 0; i < components; i++) {
                near[i] += (long) weight * size[at + i];
                nearExpected[i] += (long) weight * expected[from + at + i];
            }
        }
    }
}
