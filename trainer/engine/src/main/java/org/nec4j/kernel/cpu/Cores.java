package org.nec4j.kernel.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The processors that OpenBLAS has kernels for on x86_64, and which of them a processor can run, judged by its instructions alone. */
final class Cores {
    private static final Set<String> AVX512 = Set.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl");
    private static final List<Set<String>> BY_WIDTH = List.of(
            Set.of(
                    "prescott",
                    "core2",
                    "penryn",
                    "dunnington",
                    "nehalem",
                    "atom",
                    "nano",
                    "athlon",
                    "opteron",
                    "barcelona",
                    "bobcat",
                    "katmai",
                    "coppermine",
                    "banias",
                    "northwood"),
            Set.of("sandybridge", "bulldozer", "piledriver", "steamroller"),
            Set.of("haswell", "zen", "excavator"),
            Set.of("skylakex", "cooperlake", "sapphirerapids"));

    private static final int YOUNGER = -1;

    private Cores() {}

    /** What this processor can run, the fastest first; empty where the system does not tell its instructions. */
    static List<String> ofThisProcessor() {
        try {
            return fitting(Files.readString(Path.of("/proc/cpuinfo")));
        } catch (IOException notLinux) {
            return List.of();
        }
    }

    /** What a processor can run, the fastest first, for a text as /proc/cpuinfo has it. */
    static List<String> fitting(String cpuinfo) {
        Set<String> flags = cpuinfo.lines()
                .filter(line -> line.startsWith("flags"))
                .limit(1)
                .flatMap(line -> Arrays.stream(
                        line.substring(line.indexOf(':') + 1).strip().split(" +")))
                .collect(Collectors.toSet());
        List<String> fitting = new ArrayList<>();
        boolean wide = flags.contains("avx2") && flags.contains("fma");
        if (wide && flags.containsAll(AVX512)) {
            if (flags.contains("avx512_bf16")) {
                fitting.add("COOPERLAKE");
            }
            fitting.add("SKYLAKEX");
        }
        if (wide) {
            fitting.add("HASWELL");
            fitting.add("ZEN");
        }
        if (flags.contains("avx")) {
            fitting.add("SANDYBRIDGE");
        }
        if (flags.contains("ssse3") && flags.contains("sse4_2")) {
            fitting.add("NEHALEM");
        }
        if (flags.contains("pni")) {
            fitting.add("PRESCOTT");
        }
        return List.copyOf(fitting);
    }

    /** Whether a core's kernels use narrower vectors than another's; no where one of them is not known here, which is younger. */
    static boolean isSlower(String core, String than) {
        return width(core) != YOUNGER && width(than) != YOUNGER && width(core) < width(than);
    }

    /** Whether the user named the core that computes, or one that OpenBLAS has the same kernels for; a name that it does not know is none. */
    static boolean isAskedFor(String asked, String core) {
        return width(asked) != YOUNGER && width(asked) == width(core);
    }

    static String plain(String core) {
        return core.toLowerCase(Locale.ROOT);
    }

    private static int width(String core) {
        for (int width = 0; width < BY_WIDTH.size(); width++) {
            if (BY_WIDTH.get(width).contains(plain(core))) {
                return width;
            }
        }
        return YOUNGER;
    }
}
