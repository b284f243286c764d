package org.nec4j.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.nec4j.codec.Archive;
import org.nec4j.codec.ArchiveWriter;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.entropy.GaussianTables;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.export.PooledVectors;
import org.nec4j.progress.Console;
import org.nec4j.search.Precision;
import org.nec4j.search.Search;

/**
 * Search in a synthetic archive: the pooled vectors of a real one, repeated with noise of half a standard deviation of each dimension, each coded by itself;
 * how long building and searching takes, and how many of the nearest by float the bytes find.
 */
public final class SearchBenchmark {
    private static final int TOP = 20;
    private static final int QUERIES = 25;
    /** Steps of the coding to a standard deviation. */
    private static final float FINENESS = 64;

    private SearchBenchmark() {}

    /** Usage: SearchBenchmark CODEC ARCHIVE COUNT FOLDER. */
    public static void main(String[] args) {
        List<float[]> real = new ArrayList<>();
        Codec codec = Codec.open(Path.of(args[0]));
        try (Archive archive = Archive.open(Path.of(args[1]))) {
            for (int i = 0; i < archive.size(); i++) {
                real.add(PooledVectors.of(codec, archive, i));
            }
        }
        Path archive = Path.of(args[3], "synthetic.nema");
        Path coder = Path.of(args[3], "synthetic.nec");
        int count = Integer.parseInt(args[2]);
        write(real, count, coder, archive);
        List<Set<String>> exact = search(archive, coder, Precision.FLOAT, count, real.size());
        List<Set<String>> bytes = search(archive, coder, Precision.INT8, count, real.size());
        int found = 0;
        for (int q = 0; q < QUERIES; q++) {
            Set<String> both = new HashSet<>(exact.get(q));
            both.retainAll(bytes.get(q));
            found += both.size();
        }
        System.out.printf(
                Locale.ROOT,
                "of the %d nearest by float int8 finds %.1f %% (%d queries)%n",
                TOP,
                100.0 * found / (TOP * QUERIES),
                QUERIES);
    }

    /** Scaled so that one step of a factorized codec is a 64th of the mean standard deviation. */
    private static void write(List<float[]> real, int count, Path coder, Path archive) {
        int dim = real.get(0).length;
        float[] deviations = new float[dim];
        float[] medians = new float[dim];
        double mean = 0;
        for (int d = 0; d < dim; d++) {
            double sum = 0;
            double squares = 0;
            for (float[] vector : real) {
                sum += vector[d];
                squares += (double) vector[d] * vector[d];
            }
            medians[d] = (float) (sum / real.size());
            deviations[d] = (float) Math.sqrt(Math.max(0, squares / real.size() - medians[d] * (double) medians[d]));
            mean += deviations[d] / dim;
        }
        float scale = (float) (FINENESS / mean);
        float[] widths = new float[dim];
        for (int d = 0; d < dim; d++) {
            medians[d] *= scale;
            widths[d] = Math.max(1, 1.2f * scale * deviations[d]);
        }
        CodecWriter.factorized(medians, GaussianTables.of(widths)).maxTokens(1).write(coder);
        Codec codec = Codec.open(coder);
        Random random = new Random(1);
        long start = System.nanoTime();
        try (ArchiveWriter writer = ArchiveWriter.create(archive, codec)) {
            for (int i = 0; i < count; i++) {
                float[] values = real.get(i % real.size()).clone();
                for (int d = 0; d < dim; d++) {
                    values[d] = scale * (values[d] + (float) (0.5 * deviations[d] * random.nextGaussian()));
                }
                writer.add("v" + i, codec.encode(new Embedding(1, dim, values)));
                if (i % 100_000 == 0) {
                    writer.commit();
                }
            }
        }
        System.out.printf(Locale.ROOT, "%d coded in %.0f s%n", count, (System.nanoTime() - start) / 1e9);
    }

    private static List<Set<String>> search(Path archive, Path codec, Precision precision, int count, int real) {
        long start = System.nanoTime();
        Search.vectors(archive, Optional.of(codec), precision, Console.silent()).close();
        double build = (System.nanoTime() - start) / 1e9;
        List<Set<String>> found = new ArrayList<>();
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        for (int q = 0; q < QUERIES; q++) {
            Search.Question question = new Search.Question(
                    "v" + (int) ((long) q * count / QUERIES + q % real),
                    TOP,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            Set<String> keys = new HashSet<>();
            Search.of(archive, Optional.of(codec), precision, question, Console.silent())
                    .forEach(hit -> keys.add(hit.key()));
            found.add(keys);
        }
        System.out.printf(
                Locale.ROOT,
                "%s: built in %.1f s, then %.2f s of processor time a search%n",
                precision,
                build,
                (threads.getCurrentThreadCpuTime() - before) / 1e9 / QUERIES);
        return found;
    }
}
