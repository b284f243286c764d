package org.nec4j.codec.grid;

import java.util.Arrays;
import org.nec4j.codec.error.FormatException;

/**
 * Codes the maps of codes of a level over some times: whether a place keeps the code of the time before, and which one it takes where it does not.
 * Streams are read front to back, so that a time costs those before it in its group.
 */
final class CodeMaps {
    private static final int SAME_CONTEXTS = 9;

    private final int codes;
    private final int bits;
    private final BitCoder coder;
    private final Level fine;
    private final Level coarse;

    /** What one level of codes remembers. */
    private final class Level {
        private final BitCoder.Contexts same = new BitCoder.Contexts(SAME_CONTEXTS);
        private final BitCoder.Contexts tree = new BitCoder.Contexts(1 << bits);
        private final int height;
        private final int width;
        private int[] before;

        Level(int height, int width, int[] usage) {
            this.height = height;
            this.width = width;
            prior(usage);
        }

        /** How often training chose each code weighs as much as 64 codes do. */
        private void prior(int[] usage) {
            long total = Math.max(1, Arrays.stream(usage).asLongStream().sum());
            long[] nodes = new long[2 << bits];
            for (int code = 0; code < usage.length; code++) {
                nodes[(1 << bits) + code] = usage[code] * 64L;
            }
            for (int node = (1 << bits) - 1; node > 0; node--) {
                nodes[node] = nodes[2 * node] + nodes[2 * node + 1];
                tree.prior(node, (int) (nodes[2 * node] / total), (int) (nodes[2 * node + 1] / total));
            }
        }

        int[] next(int[] given) {
            int[] map = new int[height * width];
            boolean[] kept = new boolean[map.length];
            for (int i = 0; i < map.length; i++) {
                if (before != null) {
                    int up = i < width ? 2 : kept[i - width] ? 1 : 0;
                    int left = i % width == 0 ? 2 : kept[i - 1] ? 1 : 0;
                    int wanted = given != null && given[i] == before[i] ? 1 : 0;
                    kept[i] = coder.bit(wanted, same, 3 * up + left) == 1;
                }
                map[i] = kept[i] ? before[i] : coder.tree(given == null ? 0 : given[i], bits, tree);
                if (map[i] >= codes) {
                    throw new FormatException("chooses code " + map[i] + " of " + codes, 0);
                }
            }
            before = map;
            return map;
        }
    }

    CodeMaps(GridModel model, int height, int width, BitCoder coder) {
        this.codes = model.codes();
        this.bits = 32 - Integer.numberOfLeadingZeros(codes - 1);
        this.coder = coder;
        int step = model.multiple();
        this.coarse = new Level(height / step, width / step, model.coarseUsage());
        this.fine = new Level(2 * height / step, 2 * width / step, model.fineUsage());
    }

    /** Codes the next time's maps; those given are written. */
    Codes next(Codes given) {
        int[] low = coarse.next(given == null ? null : given.coarse());
        int[] high = fine.next(given == null ? null : given.fine());
        return new Codes(high, low);
    }
}
