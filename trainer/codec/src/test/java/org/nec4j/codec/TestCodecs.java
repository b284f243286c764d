package org.nec4j.codec;

import java.nio.file.Path;
import java.util.Random;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.entropy.GaussianTables;
import org.nec4j.codec.entropy.Tables;
import org.nec4j.codec.model.CodecWriter;

/** Small codecs that are the same in every test and every process. */
final class TestCodecs {
    private TestCodecs() {}

    static Codec factorized() {
        return Codec.of(factorizedWriter().toBytes(), "codec");
    }

    static CodecWriter factorizedWriter() {
        Random random = new Random(12);
        float[] medians = new float[24];
        for (int c = 0; c < medians.length; c++) {
            medians[c] = (float) random.nextGaussian();
        }
        return CodecWriter.factorized(medians, Tables.random(24, 12, random));
    }

    /** A transform codec that codes every coefficient with plain rounding, under axes that mix all dimensions. */
    static CodecWriter transformWriter(int dim, int side, float step) {
        Random random = new Random(14);
        int[] rows = random.ints(dim * (1 + side * side), 0, 4).toArray();
        return transformWriter(dim, side, step, 0.5f, rows, new float[4], random);
    }

    /** A transform codec of three dimensions that transforms nothing and codes all values in steps of 1, under one row. */
    static CodecWriter transformUnder(int side, int[] cdf, int offset) {
        CdfTables tables = CdfTables.of(new int[][] {cdf}, new int[] {offset});
        int[] rows = new int[3 * (1 + side * side)];
        return CodecWriter.transform(new float[3], identity(3), identity(side), 1, 0.5f, rows, new float[1], tables);
    }

    private static float[] identity(int n) {
        float[] rows = new float[n * n];
        for (int i = 0; i < n; i++) {
            rows[i * n + i] = 1;
        }
        return rows;
    }

    /** As {@code nec4j fit} makes them: half of the coefficients are always 0, the others reconstructed around their centres. */
    static CodecWriter sparseTransformWriter(int dim, int side, float step) {
        Random random = new Random(15);
        int[] rows = random.ints(dim * (1 + side * side), -4, 4)
                .map(row -> Math.max(row, -1))
                .toArray();
        float[] centres = new float[12];
        for (int i = 0; i < centres.length; i++) {
            centres[i] = random.nextFloat() / 2 - 0.25f;
        }
        return transformWriter(dim, side, step, 0.4f, rows, centres, random);
    }

    private static CodecWriter transformWriter(
            int dim, int side, float step, float rounding, int[] rows, float[] centres, Random random) {
        return CodecWriter.transform(
                gaussians(dim, random),
                reflection(dim, random),
                reflection(side, random),
                step,
                rounding,
                rows,
                centres,
                Tables.random(4, 15, random));
    }

    /** I - 2 v v^T / |v|^2, which is orthonormal. */
    static float[] reflection(int n, Random random) {
        float[] v = gaussians(n, random);
        double square = 0;
        for (float component : v) {
            square += component * component;
        }
        float[] rows = new float[n * n];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) ((i / n == i % n ? 1 : 0) - 2.0 * v[i / n] * v[i % n] / square);
        }
        return rows;
    }

    /** A hyperprior of width 8 with one block and one head each way over embeddings of length 12. */
    static CodecWriter hyperpriorWriter(boolean means, boolean analysis) {
        return hyperpriorWriter(means, analysis, GaussianTables.scales(0.11, 64, 20));
    }

    static CodecWriter hyperpriorWriter(boolean means, boolean analysis, float[] scales) {
        Random random = new Random(13);
        CodecWriter writer = CodecWriter.hyperprior(
                new float[8], Tables.random(8, 15, random), scales, GaussianTables.of(scales), 1, 1e-6f, means);
        block(writer, "h_s.0.", random);
        linear(writer, "h_s.1", 8, means ? 24 : 12, random);
        if (analysis) {
            linear(writer, "h_a.0", 12, 8, random);
            block(writer, "h_a.2.", random);
        }
        return writer;
    }

    /** A factorized codec of three channels that codes all of them under one row. */
    static CodecWriter factorizedUnder(int[] cdf, int offset) {
        return CodecWriter.factorized(
                new float[3], CdfTables.of(new int[][] {cdf, cdf, cdf}, new int[] {offset, offset, offset}));
    }

    /** A hyperprior over three channels whose networks give zeros, so that all of y is coded under one row and has the mean 0. */
    static CodecWriter hyperpriorUnder(boolean means, int[] cdf, int offset) {
        CdfTables tables = CdfTables.of(new int[][] {cdf}, new int[] {offset});
        CodecWriter writer = CodecWriter.hyperprior(
                new float[2], Tables.random(2, 9, new Random(14)), new float[] {1}, tables, 1, 1e-6f, means);
        int outputs = means ? 6 : 3;
        return writer.weight("h_s.0.weight", new long[] {outputs, 2}, new float[2 * outputs])
                .weight("h_s.0.bias", new long[] {outputs}, new float[outputs])
                .weight("h_a.0.weight", new long[] {2, 3}, new float[6])
                .weight("h_a.0.bias", new long[] {2}, new float[2]);
    }

    static void block(CodecWriter writer, String prefix, Random random) {
        for (String norm : new String[] {"norm1", "norm2"}) {
            writer.weight(prefix + norm + ".weight", new long[] {8}, gaussians(8, random));
            writer.weight(prefix + norm + ".bias", new long[] {8}, gaussians(8, random));
        }
        linear(writer, prefix + "attn.qkv", 8, 24, random);
        linear(writer, prefix + "attn.proj", 8, 8, random);
        linear(writer, prefix + "mlp.fc1", 8, 32, random);
        linear(writer, prefix + "mlp.fc2", 32, 8, random);
    }

    private static void linear(CodecWriter writer, String name, int inputs, int outputs, Random random) {
        writer.weight(name + ".weight", new long[] {outputs, inputs}, gaussians(outputs * inputs, random));
        writer.weight(name + ".bias", new long[] {outputs}, gaussians(outputs, random));
    }

    static float[] gaussians(int n, Random random) {
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** The n-th of a series of coded embeddings. */
    static byte[] stream(Codec codec, int n) {
        return stream(codec, n, n % 4);
    }

    /** The same of so many tokens. */
    static byte[] stream(Codec codec, int n, int tokens) {
        Random random = new Random(n);
        float[] y = new float[tokens * codec.dim()];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) (3 * random.nextGaussian());
        }
        return codec.encode(new Embedding(tokens, codec.dim(), y));
    }

    /** An archive of embeddings image-0, image-1 and so on, each the {@link #stream} of its number. */
    static Path archive(Codec codec, Path file, int batches, int perBatch) {
        try (ArchiveWriter writer = ArchiveWriter.open(file, codec.digest())) {
            for (int batch = 0; batch < batches; batch++) {
                for (int i = 0; i < perBatch; i++) {
                    writer.add("image-" + writer.size(), stream(codec, writer.size()));
                }
                writer.commit();
            }
        }
        return file;
    }
}
