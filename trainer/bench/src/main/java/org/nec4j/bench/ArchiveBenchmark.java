package org.nec4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.nec4j.codec.Archive;
import org.nec4j.codec.ArchiveWriter;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.model.CodecWriter;

/** Writes 100,000 embeddings of a ViT-B/16 into an archive in batches of 1,000, then reads 10,000 of them in random order, then all. */
public final class ArchiveBenchmark {
    private static final int EMBEDDINGS = 100_000;
    private static final int BATCH = 1_000;
    private static final int READS = 10_000;
    private static final int DISTINCT = 64;

    private ArchiveBenchmark() {}

    /** Usage: ArchiveBenchmark [FOLDER], the folder being on the disk to measure. */
    public static void main(String[] args) throws IOException {
        Path folder = args.length > 0 ? Path.of(args[0]) : Path.of(System.getProperty("java.io.tmpdir"));
        Path file = folder.resolve("archive-benchmark.nema");
        EntropyCase nec = EntropyCase.named("768 x 197 at 0.3 bit");
        Codec codec = Codec.of(
                CodecWriter.factorized(new float[nec.tables().rows()], nec.tables())
                        .toBytes(),
                "codec");
        List<byte[]> streams = streams(codec, nec);
        try {
            Files.deleteIfExists(file);
            long start = System.nanoTime();
            write(file, codec, streams);
            report("written, in batches of " + BATCH, EMBEDDINGS, Files.size(file), start);

            start = System.nanoTime();
            try (Archive archive = Archive.open(file)) {
                report("opened", EMBEDDINGS, 0, start);
                randomReads(archive);
                start = System.nanoTime();
                long[] bytes = new long[1];
                archive.forEach((key, stream) -> bytes[0] += stream.length);
                report("read in order", EMBEDDINGS, bytes[0], start);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static List<byte[]> streams(Codec codec, EntropyCase nec) {
        List<byte[]> streams = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < DISTINCT; i++) {
            float[] values = new float[nec.perRow() * codec.dim()];
            for (int j = 0; j < values.length; j++) {
                values[j] = nec.symbols()[random.nextInt(values.length)];
            }
            streams.add(codec.encode(new Embedding(nec.perRow(), codec.dim(), values)));
        }
        return streams;
    }

    private static void write(Path file, Codec codec, List<byte[]> streams) {
        try (ArchiveWriter writer = ArchiveWriter.open(file, codec.digest())) {
            for (int i = 0; i < EMBEDDINGS; i++) {
                writer.add("images/" + i + ".jpg", streams.get(i % DISTINCT));
                if ((i + 1) % BATCH == 0) {
                    writer.commit();
                }
            }
        }
    }

    private static void randomReads(Archive archive) {
        Random random = new Random(2);
        long start = System.nanoTime();
        long bytes = 0;
        for (int i = 0; i < READS; i++) {
            bytes += archive.stream("images/" + random.nextInt(EMBEDDINGS) + ".jpg").length;
        }
        report("read in random order", READS, bytes, start);
    }

    private static void report(String what, int embeddings, long bytes, long start) {
        double seconds = (System.nanoTime() - start) * 1e-9;
        System.out.printf(
                Locale.ROOT,
                "%7d %-28s %7.2f s, %9.0f /s, %7.1f MB/s%n",
                embeddings,
                what,
                seconds,
                embeddings / seconds,
                bytes / 1e6 / seconds);
    }
}
