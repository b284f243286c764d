package org.nec4j.codec.grid;

/** Codes which cells of a map are missing, each bit under ten of its neighbours as in JBIG's templates. */
final class MapMask {
    private static final int[][] TEMPLATE = {
        {0, -1}, {0, -2}, {0, -3}, {-1, 2}, {-1, 1}, {-1, 0}, {-1, -1}, {-1, -2}, {-2, 0}, {-2, 1}
    };

    private MapMask() {}

    static byte[] write(boolean[] missing, int width) {
        BitCoder coder = BitCoder.writing();
        code(missing.clone(), width, coder);
        return coder.finish();
    }

    static boolean[] read(byte[] stream, int height, int width) {
        boolean[] missing = new boolean[height * width];
        code(missing, width, BitCoder.reading(stream));
        return missing;
    }

    private static void code(boolean[] missing, int width, BitCoder coder) {
        BitCoder.Contexts contexts = new BitCoder.Contexts(1 << TEMPLATE.length);
        for (int i = 0; i < missing.length; i++) {
            int y = i / width;
            int x = i % width;
            int context = 0;
            for (int[] place : TEMPLATE) {
                boolean inside = y + place[0] >= 0 && x + place[1] >= 0 && x + place[1] < width;
                context = context << 1 | (inside && missing[i + place[0] * width + place[1]] ? 1 : 0);
            }
            missing[i] = coder.bit(missing[i] ? 1 : 0, contexts, context) == 1;
        }
    }
}
