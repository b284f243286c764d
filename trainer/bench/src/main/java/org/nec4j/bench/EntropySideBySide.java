package org.nec4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.nec4j.codec.entropy.RansDecoder;
import org.nec4j.codec.entropy.RansEncoder;

/**
 * Entropy coding beside its peers, in one run: for each case the rates of this coder, and those of the coders that the script
 * {@code entropy_peers.py} finds installed for Python.
 */
public final class EntropySideBySide {
    private static final int REPETITIONS = 300;

    private EntropySideBySide() {}

    /** Usage: EntropySideBySide [PYTHON [SCRIPT]]. */
    public static void main(String[] args) throws IOException, InterruptedException {
        String python = args.length > 0 ? args[0] : "python3";
        String script = args.length > 1 ? args[1] : "trainer/bench/src/main/python/entropy_peers.py";
        Path file = Files.createTempFile("entropy-case", ".safetensors");
        try {
            for (EntropyCase coded : EntropyCase.all()) {
                System.out.printf(
                        Locale.ROOT,
                        "%n%s: %d symbols, tables of %d KiB, cross-entropy %.1f bytes%n",
                        coded.name(),
                        coded.symbols().length,
                        coded.tableBytes() >> 10,
                        coded.crossEntropy() / 8);
                ours(coded);
                coded.write(file);
                new ProcessBuilder(python, script, file.toString())
                        .inheritIO()
                        .start()
                        .waitFor();
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static void ours(EntropyCase coded) {
        double encode = Double.MAX_VALUE;
        double decode = Double.MAX_VALUE;
        byte[] stream = new byte[0];
        for (int i = 0; i < REPETITIONS; i++) {
            long start = System.nanoTime();
            stream = RansEncoder.encodeByRow(coded.symbols(), coded.perRow(), coded.tables());
            long middle = System.nanoTime();
            int[] symbols = RansDecoder.decodeByRow(stream, coded.perRow(), coded.tables());
            long end = System.nanoTime();
            if (!Arrays.equals(symbols, coded.symbols())) {
                throw new AssertionError("decoded other symbols than were coded");
            }
            encode = Math.min(encode, (middle - start) * 1e-9);
            decode = Math.min(decode, (end - middle) * 1e-9);
        }
        System.out.printf(
                Locale.ROOT,
                "  %-14s encode %7.1f M symbols/s, decode %7.1f M symbols/s, %d bytes",
                "nec4j",
                coded.symbols().length / encode / 1e6,
                coded.symbols().length / decode / 1e6,
                stream.length);
        if (coded.images() > 0) {
            System.out.printf(
                    Locale.ROOT, " (%.0f and %.0f images/s)", coded.images() / encode, coded.images() / decode);
        }
        System.out.println();
    }
}
