package org.nec4j.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.nec4j.codec.Archive;
import org.nec4j.codec.Codec;

/** How many embeddings of an archive one thread decodes in a second of its processor time, whole and, of a layered codec, pooled. */
public final class DecodingBenchmark {
    private static final int MOST = 200;
    private static final int ROUNDS = 6;
    private static final int POOLED_TIMES = 20;

    private DecodingBenchmark() {}

    /** Usage: DecodingBenchmark CODEC ARCHIVE. */
    public static void main(String[] args) {
        Codec codec = Codec.open(Path.of(args[0]));
        List<byte[]> streams = new ArrayList<>();
        try (Archive archive = Archive.open(Path.of(args[1]))) {
            archive.forEach((key, stream) -> {
                if (streams.size() < MOST) {
                    streams.add(stream);
                }
            });
        }
        report("whole", streams, 1, codec::decode);
        if (codec.point().isPresent()) {
            report("pooled", streams, POOLED_TIMES, codec::decodePooled);
        }
    }

    private static void report(String what, List<byte[]> streams, int times, Consumer<byte[]> decoding) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (int round = 1; round <= ROUNDS; round++) {
            long start = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < times; i++) {
                streams.forEach(decoding);
            }
            double seconds = (threads.getCurrentThreadCpuTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT, "%s, round %d: %,.0f a second%n", what, round, times * streams.size() / seconds);
        }
    }
}
