package org.nec4j.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What computes.
 *
 * @param architecture as Java names it, such as amd64
 * @param flags        instruction sets as Linux names them; empty where the system does not say
 * @param logical      processors that this virtual machine may use
 * @param cores        physical cores among them, as far as the system says
 */
record Processor(String architecture, Set<String> flags, int logical, int cores) {
    private static final List<String> AVX512 = List.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl");
    private static final List<String> AVX2 = List.of("avx2", "fma");

    /** The widest arithmetic that the native library has a build for. */
    enum Simd {
        AVX512("-avx512"),
        AVX2("-avx2"),
        NEON(""),
        NONE(""),
        UNKNOWN("");

        private final String extension;

        Simd(String extension) {
            this.extension = extension;
        }

        /** The name of the build, as JavaCPP has it. */
        String extension() {
            return extension;
        }
    }

    static Processor here() {
        String text = read(Path.of("/proc/cpuinfo")).orElse("");
        int logical = Runtime.getRuntime().availableProcessors();
        return new Processor(
                System.getProperty("os.arch"),
                flags(text),
                logical,
                Math.max(1, Math.min(logical, cores(Path.of("/sys/devices/system/cpu"), logical))));
    }

    Simd simd() {
        if (architecture.equals("aarch64")) {
            return Simd.NEON;
        }
        if (flags.isEmpty()) {
            return Simd.UNKNOWN;
        }
        return flags.containsAll(AVX512) ? Simd.AVX512 : flags.containsAll(AVX2) ? Simd.AVX2 : Simd.NONE;
    }

    static Set<String> flags(String cpuinfo) {
        return cpuinfo.lines()
                .filter(line -> line.startsWith("flags"))
                .findFirst()
                .map(line -> Arrays.stream(
                                line.substring(line.indexOf(':') + 1).strip().split(" +"))
                        .collect(Collectors.toUnmodifiableSet()))
                .orElse(Set.of());
    }

    /** Processors of one core name the same siblings. */
    static int cores(Path system, int otherwise) {
        Set<String> siblings = new HashSet<>();
        try (Stream<Path> processors = Files.list(system)) {
            processors
                    .filter(p -> p.getFileName().toString().matches("cpu[0-9]+"))
                    .forEach(p -> read(p.resolve("topology/thread_siblings_list"))
                            .map(String::strip)
                            .ifPresent(siblings::add));
        } catch (IOException e) {
            return otherwise;
        }
        return siblings.isEmpty() ? otherwise : siblings.size();
    }

    /** A small text file of the system; nothing where there is none. */
    static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
