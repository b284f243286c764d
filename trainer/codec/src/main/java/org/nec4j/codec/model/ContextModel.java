package org.nec4j.codec.model;

/**
 * Chooses the table of every coefficient of the token layer from what is decoded before it: a small network predicts the coefficient's
 * magnitude from how large its neighbours over axes and frequencies turned out against their expectations. All in whole numbers, so that
 * every reader chooses alike.
 *
 * <pre>
 *   hidden_j = tanh(sum_i w1[j][i] g_i + b1[j]);   log2 m = g_0 + sum_j w2[j] hidden_j + b2;   row = base + round(4 log2 m) in [-40, 24] + 40
 * </pre>
 */
public final class ContextModel {
    /** Inputs beside the pooled layer's: g0 to g5 of docs/codec-format.md. */
    public static final int FEATURES = 6;

    /** Tables a step: quarter octaves of the predicted magnitude. */
    public static final int ROWS = 65;

    /** Quarter octaves of the first of them. */
    public static final int LOWEST = -40;

    private final int[] expected; // [N, F, K], in 1/65536
    private final int[] base; // [N]
    private final int[] pooled; // [P, D], in 1/4096
    private final int[] hiddenWeight; // [N, H, 6 + D]
    private final int[] hiddenBias; // [N, H]
    private final int[] outputWeight; // [N, H]
    private final int[] outputBias; // [N]
    private final int hidden;
    private final int pooledInputs;

    /**
     * By its numbers, all but the first three in units of 1/4096.
     *
     * @param expected     [N, F, K], mean magnitude of each coefficient's symbol at each step, in units of 1/65536
     * @param base         [N], the first of each step's 65 tables
     * @param pooled       [P, D], what the pooled layer's first symbols are multiplied by, in units of 1/4096
     * @param hiddenWeight [N, H, 6 + D]
     * @param hiddenBias   [N, H]
     * @param outputWeight [N, H]
     * @param outputBias   [N]
     * @param pooledInputs D
     */
    public ContextModel(
            int[] expected,
            int[] base,
            int[] pooled,
            int[] hiddenWeight,
            int[] hiddenBias,
            int[] outputWeight,
            int[] outputBias,
            int pooledInputs) {
        this.expected = expected;
        this.base = base;
        this.pooled = pooled;
        this.hiddenWeight = hiddenWeight;
        this.hiddenBias = hiddenBias;
        this.outputWeight = outputWeight;
        this.outputBias = outputBias;
        this.hidden = outputWeight.length / base.length;
        this.pooledInputs = pooledInputs;
    }

    /**
     * The choice of an embedding's tables, coefficient by coefficient.
     *
     * @param layout of the token layer
     * @param symbols of the pooled layer
     */
    public TokenRows rows(ContextFeatures.Layout layout, int step, int pooledStep, int[] symbols) {
        int[] first = new int[pooledInputs];
        for (int k = 0; k < pooledInputs; k++) {
            first[k] = ContextFeatures.pooled(symbols[k], pooled[pooledStep * pooledInputs + k]);
        }
        int size = layout.frequencies() * layout.components();
        ContextFeatures features = new ContextFeatures(layout, expected, step * size);
        return new Rows(features, step, first);
    }

    private final class Rows implements TokenRows {
        private final ContextFeatures features;
        private final int step;
        private final int[] inputs = new int[FEATURES + pooledInputs];

        Rows(ContextFeatures features, int step, int[] pooled) {
            this.features = features;
            this.step = step;
            System.arraycopy(pooled, 0, inputs, FEATURES, pooledInputs);
        }

        @Override
        public int row(int place, int k) {
            features.at(place, k, inputs);
            return base[step] + level(inputs, step) - LOWEST;
        }

        @Override
        public void put(int place, int k, int symbol) {
            features.put(place, k, symbol);
        }
    }

    private int level(int[] inputs, int step) {
        long out = (long) outputBias[step] << FixedPoint.BITS;
        for (int j = 0; j < hidden; j++) {
            int unit = step * hidden + j;
            long sum = (long) hiddenBias[unit] << FixedPoint.BITS;
            int at = unit * inputs.length;
            for (int i = 0; i < inputs.length; i++) {
                sum += (long) hiddenWeight[at + i] * inputs[i];
            }
            out += (long) outputWeight[unit] * FixedPoint.tanh(sum >> FixedPoint.BITS);
        }
        return level(inputs[0] + (out >> FixedPoint.BITS));
    }

    /** Quarter octaves of a magnitude whose base-2 logarithm, in units of 1/4096, is given; from -40 to 24. */
    public static int level(long log2) {
        long quarter = log2 + (FixedPoint.ONE >> 3) >> FixedPoint.BITS - 2;
        return (int) Math.max(LOWEST, Math.min(quarter, LOWEST + ROWS - 1));
    }
}
