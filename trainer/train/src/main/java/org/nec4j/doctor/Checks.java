package org.nec4j.doctor;

import java.util.Locale;
import java.util.Map;
import org.nec4j.doctor.Processor.Simd;

/** What is judged of what was found. Every method is a function of its arguments alone. */
final class Checks {
    static final int OLDEST_JAVA = 17;
    static final int NEWEST_TESTED_JAVA = 25;

    private static final double GIB = 1 << 30;

    /** A ViT-Base step with a frozen trunk takes a little over 2 GiB (docs/benchmarks.md). */
    private static final double COMFORTABLE_MEMORY = 4 * GIB;

    private static final double LEAST_MEMORY = 1 * GIB;
    private static final double COMFORTABLE_DISK = 10 * GIB;
    private static final double LEAST_DISK = 1 * GIB;

    private Checks() {}

    static Finding java(int feature, String words) {
        if (feature < OLDEST_JAVA) {
            return Finding.bad("java", words, "install a JDK of version 17 or newer and set JAVA_HOME to it");
        }
        return feature <= NEWEST_TESTED_JAVA
                ? Finding.ok("java", words)
                : Finding.warn(
                        "java", words, "tested up to Java " + NEWEST_TESTED_JAVA + "; if something is odd, use that");
    }

    /** The backend and, where an NVIDIA card's driver is here, why the card is not used. */
    static Finding backend(String name, String cuda, boolean nvidia) {
        String found = name + "; CUDA " + cuda;
        return nvidia && !name.startsWith("nd4j-cuda")
                ? Finding.warn(
                        "backend",
                        found,
                        "an NVIDIA card is here: NEC4J_CUDA=11.6 adds ND4J's CUDA backend, for compute capabilities 3.7 to 8.6"
                                + " (docs/architecture.md)")
                : Finding.ok("backend", found);
    }

    /** What multiplies matrices, as {@code Backend.products} has it. */
    static Finding products(Map<String, String> products) {
        if (products.isEmpty()) {
            return Finding.ok("products", "by the graphics card");
        }
        String found =
                products.get("library") + ", kernels for " + products.get("core") + ", " + products.get("verdict");
        String complaint = products.get("complaint");
        return complaint == null
                ? Finding.ok("products", found)
                : Finding.warn(
                        "products",
                        found + ": " + complaint,
                        "results are right; unset OPENBLAS_CORETYPE if it is set");
    }

    /** The processor's instructions against the native library's build and the kernels that were chosen. */
    static Finding simd(Simd simd, String extension, String kernels) {
        String found = kernels + "; processor: " + words(simd) + ", native library: "
                + (extension.isEmpty() ? "plain build" : extension.substring(1));
        if (simd == Simd.UNKNOWN || simd == Simd.NEON) {
            return vector(kernels, found);
        }
        if (extension.contains("avx512") && simd != Simd.AVX512 || extension.contains("avx2") && simd == Simd.NONE) {
            return Finding.bad(
                    "simd",
                    found,
                    "the library was built for another processor: unset NEC4J_EXTENSION and start again");
        }
        return extension.equals(simd.extension())
                ? vector(kernels, found)
                : Finding.warn(
                        "simd", found, "unset NEC4J_EXTENSION, or set it to " + simd.extension() + ", and start again");
    }

    private static Finding vector(String kernels, String found) {
        return kernels.startsWith("Vector API")
                ? Finding.ok("simd", found)
                : Finding.warn(
                        "simd",
                        found,
                        "start with the launcher nec4j, which adds the module jdk.incubator.vector, on a processor with AVX2");
    }

    static Finding threads(int threads, Processor processor, double quota) {
        String found = String.format(
                Locale.ROOT,
                "%d for %d processors, %d physical cores%s",
                threads,
                processor.logical(),
                processor.cores(),
                quota < processor.logical() ? String.format(Locale.ROOT, ", a container's share of %.1f", quota) : "");
        double most = Math.min(processor.logical(), Math.ceil(quota));
        return threads <= most
                ? Finding.ok("threads", found)
                : Finding.warn(
                        "threads",
                        found,
                        String.format(
                                Locale.ROOT,
                                "more threads than processors wait for each other: NEC4J_JAVA_OPTS=-Dnec4j.threads=%.0f",
                                most));
    }

    static Finding memory(MemoryHere memory) {
        String found = String.format(
                Locale.ROOT,
                "%.1f GiB%s, %.1f available; heap up to %.1f, arrays up to %.1f",
                memory.total() / GIB,
                memory.limit().isPresent()
                        ? String.format(
                                Locale.ROOT,
                                " (container: %.1f)",
                                memory.limit().getAsLong() / GIB)
                        : "",
                memory.available() / GIB,
                memory.heap() / GIB,
                memory.arrays() / GIB);
        if (memory.usable() < 2 * LEAST_MEMORY || memory.available() < LEAST_MEMORY) {
            return Finding.bad("memory", found, "free some memory, or take a machine with 4 GiB or more");
        }
        if (memory.heap() + memory.arrays() > memory.usable()) {
            return Finding.warn(
                    "memory",
                    found,
                    "heap and arrays together may exceed what there is: lower NEC4J_HEAP or NEC4J_OFFHEAP");
        }
        return memory.available() >= COMFORTABLE_MEMORY
                ? Finding.ok("memory", found)
                : Finding.warn("memory", found, "enough for ViT-Tiny; for ViT-Base lower data.batch-size or free some");
    }

    static Finding disk(String folder, long free, boolean writable) {
        String found = String.format(Locale.ROOT, "%.1f GiB free at %s", free / GIB, folder);
        if (!writable) {
            return Finding.bad("disk", found + ", not writable", "choose another folder with experiment.runs");
        }
        if (free < LEAST_DISK) {
            return Finding.bad("disk", found, "free some space, or choose another disk with experiment.runs");
        }
        return free >= COMFORTABLE_DISK
                ? Finding.ok("disk", found)
                : Finding.warn(
                        "disk", found, "a run of ViT-Base keeps about 0.5 GiB; free some space before long studies");
    }

    /** Measured against expected GFLOP/s; both over all cores. */
    static Finding speed(String check, String what, double measured, double expected, double load, int logical) {
        String found = String.format(
                Locale.ROOT,
                "%.0f GFLOP/s %s, %.0f %% of the %.0f expected",
                measured,
                what,
                100 * measured / expected,
                expected);
        if (measured >= 0.6 * expected) {
            return Finding.ok(check, found);
        }
        String remedy = load > logical * 0.5
                ? String.format(
                        Locale.ROOT,
                        "other programs keep %.1f of %d processors busy: stop them and measure again",
                        load,
                        logical)
                : "a throttled or shared processor is the usual cause: compare with docs/benchmarks.md, check cooling and"
                        + " power plan, or take another machine";
        return measured >= 0.1 * expected ? Finding.warn(check, found, remedy) : Finding.bad(check, found, remedy);
    }

    private static String words(Simd simd) {
        return switch (simd) {
            case AVX512 -> "AVX-512";
            case AVX2 -> "AVX2";
            case NEON -> "NEON";
            case NONE -> "neither AVX2 nor AVX-512";
            case UNKNOWN -> "unknown";
        };
    }
}
