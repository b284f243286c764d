package org.nec4j.codec;

import java.util.Arrays;
import java.util.Random;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.entropy.Tables;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.model.ContextModel;

/** Small layered codecs that are the same in every test and every process. */
final class TestLayers {
    static final int DIM = 8;
    static final int HEIGHT = 2;
    static final int WIDTH = 3;
    static final int PATCHES = HEIGHT * WIDTH;
    static final int TOKENS = 1 + PATCHES;

    /** Of the pooled layer and of the token layer at the first operating point of {@link #writer}. */
    static final float STEP = 0.25f;

    private static final int HIDDEN = 3;
    private static final int ROWS = 4;

    private TestLayers() {}

    /** A codec of both layers that codes every coefficient; at its first operating point with plain rounding in steps of {@link #STEP}. */
    static CodecWriter writer() {
        return writer(Tables.random(ROWS, 15, new Random(21)), new float[ROWS * 2], 0);
    }

    /** As {@code nec4j export} makes them: rate-distortion optimized, tables chosen by a context, a post-filter behind the synthesis. */
    static CodecWriter trainedWriter(float gain) {
        Random random = new Random(22);
        int rows = ROWS + 2 * ContextModel.ROWS;
        float[] centres = new float[rows * 2];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = random.nextFloat() / 2 - 0.25f;
        }
        CodecWriter writer = writer(Tables.random(rows, 9, random), centres, 0.1f);
        context(writer, random);
        filter(writer, gain, random);
        return writer;
    }

    private static CodecWriter writer(CdfTables tables, float[] centres, float lambda) {
        Random random = new Random(23);
        float[] axes = TestCodecs.reflection(DIM, random);
        int[] order = {1, WIDTH, WIDTH + 1, 2, WIDTH + 2};
        float[] ones = new float[order.length * DIM];
        Arrays.fill(ones, 1);
        float[] pooledScales = new float[DIM];
        Arrays.fill(pooledScales, 1);
        return CodecWriter.of("layered")
                .tables("layered.", tables)
                .ints("layered.grid", new long[] {2}, new int[] {HEIGHT, WIDTH})
                .floats("layered.mean", new long[] {PATCHES, DIM}, TestCodecs.gaussians(PATCHES * DIM, random))
                .floats("layered.class.bias", new long[] {DIM}, TestCodecs.gaussians(DIM, random))
                .floats("layered.class.weight", new long[] {DIM, DIM}, TestCodecs.gaussians(DIM * DIM, random))
                .ints("layered.rungs", new long[] {4, 2}, new int[] {1, -1, 0, -1, 1, 1, 0, 0})
                .ints("layered.default", new long[0], new int[] {3})
                .ints("layered.quality", new long[] {3}, new int[] {1, 2, 3})
                .floats("layered.rates", new long[] {4}, new float[] {10, 12, 20, 30})
                .floats("layered.lambda", new long[0], new float[] {lambda})
                .floats("layered.rounding", new long[0], new float[] {0.5f})
                .floats("layered.pooled.steps", new long[] {2}, new float[] {STEP, 2 * STEP})
                .floats("layered.pooled.scales", new long[] {DIM}, pooledScales)
                .floats("layered.pooled.synthesis", new long[] {DIM, DIM}, scaled(axes, 1 / Math.sqrt(PATCHES)))
                .floats("layered.pooled.analysis", new long[] {DIM, DIM}, scaled(axes, Math.sqrt(PATCHES)))
                .ints(
                        "layered.pooled.rows",
                        new long[] {2, DIM},
                        random.ints(2 * DIM, 0, ROWS).toArray())
                .floats("layered.vertical", new long[] {HEIGHT, HEIGHT}, cosines(HEIGHT))
                .floats("layered.horizontal", new long[] {WIDTH, WIDTH}, cosines(WIDTH))
                .ints("layered.tokens.order", new long[] {order.length}, order)
                .floats("layered.tokens.steps", new long[] {2}, new float[] {STEP, 2 * STEP})
                .floats("layered.tokens.scales", new long[] {order.length, DIM}, ones)
                .floats("layered.tokens.synthesis", new long[] {DIM, DIM}, axes)
                .floats("layered.tokens.analysis", new long[] {DIM, DIM}, axes.clone())
                .ints(
                        "layered.tokens.rows",
                        new long[] {2, order.length, DIM},
                        random.ints(2 * order.length * DIM, 0, ROWS).toArray())
                .floats("layered.centres", new long[] {tables.rows(), 2}, centres)
                .maxTokens(TOKENS);
    }

    /** A codec of the pooled layer alone, of one token and no class token, which codes its 900 components as they are under one row. */
    static CodecWriter under(int[] cdf, int offset) {
        int dim = 900;
        float[] identity = new float[dim * dim];
        float[] ones = new float[dim];
        Arrays.fill(ones, 1);
        for (int i = 0; i < dim; i++) {
            identity[i * dim + i] = 1;
        }
        return CodecWriter.of("layered")
                .tables("layered.", CdfTables.of(new int[][] {cdf}, new int[] {offset}))
                .ints("layered.grid", new long[] {2}, new int[] {1, 1})
                .floats("layered.mean", new long[] {1, dim}, new float[dim])
                .ints("layered.rungs", new long[] {1, 2}, new int[] {0, -1})
                .floats("layered.pooled.steps", new long[] {1}, new float[] {1})
                .floats("layered.pooled.scales", new long[] {dim}, ones)
                .floats("layered.pooled.synthesis", new long[] {dim, dim}, identity)
                .floats("layered.pooled.analysis", new long[] {dim, dim}, identity.clone())
                .ints("layered.pooled.rows", new long[] {1, dim}, new int[dim])
                .floats("layered.centres", new long[] {1, 1}, new float[1]);
    }

    private static void context(CodecWriter writer, Random random) {
        int inputs = ContextModel.FEATURES + 2;
        int frequencies = PATCHES - 1;
        writer.ints(
                "layered.context.expected",
                new long[] {2, frequencies, DIM},
                random.ints(2 * frequencies * DIM, 0, 200_000).toArray());
        writer.ints("layered.context.base", new long[] {2}, new int[] {ROWS, ROWS + ContextModel.ROWS});
        writer.ints(
                "layered.context.pooled",
                new long[] {2, 2},
                random.ints(4, 0, 4096).toArray());
        writer.ints(
                "layered.context.hidden.weight", new long[] {2, HIDDEN, inputs}, signed(2 * HIDDEN * inputs, random));
        writer.ints("layered.context.hidden.bias", new long[] {2, HIDDEN}, signed(2 * HIDDEN, random));
        writer.ints("layered.context.output.weight", new long[] {2, HIDDEN}, signed(2 * HIDDEN, random));
        writer.ints("layered.context.output.bias", new long[] {2}, signed(2, random));
    }

    private static int[] signed(int count, Random random) {
        return random.ints(count, -4096, 4096).toArray();
    }

    private static void filter(CodecWriter writer, float gain, Random random) {
        String prefix = "layered.filter.";
        writer.ints(prefix + "heads", new long[0], new int[] {2});
        writer.floats(prefix + "epsilon", new long[0], new float[] {1e-6f});
        writer.floats(prefix + "input.weight", new long[] {DIM, DIM}, TestCodecs.gaussians(DIM * DIM, random));
        writer.floats(prefix + "positions", new long[] {PATCHES, DIM}, TestCodecs.gaussians(PATCHES * DIM, random));
        writer.floats(prefix + "rate", new long[] {DIM}, TestCodecs.gaussians(DIM, random));
        writer.floats(prefix + "level", new long[] {2}, new float[] {-3, -2});
        writer.floats(prefix + "gain", new long[] {2}, new float[] {gain, 2 * gain});
        TestCodecs.block(writer, prefix + "block.", random);
        writer.floats(prefix + "output.weight", new long[] {DIM, DIM}, TestCodecs.gaussians(DIM * DIM, random));
    }

    /** Rows of the orthonormal cosine transform. */
    static float[] cosines(int n) {
        float[] rows = new float[n * n];
        for (int u = 0; u < n; u++) {
            for (int x = 0; x < n; x++) {
                rows[u * n + x] = (float)
                        (Math.sqrt((u == 0 ? 1.0 : 2.0) / n) * StrictMath.cos(Math.PI * u * (2 * x + 1) / (2 * n)));
            }
        }
        return rows;
    }

    private static float[] scaled(float[] values, double factor) {
        float[] scaled = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = (float) (factor * values[i]);
        }
        return scaled;
    }
}
