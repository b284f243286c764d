package org.nec4j.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.doctor.Finding.Verdict;
import org.nec4j.doctor.Processor.Simd;

class ChecksTest {
    private static final long GIB = 1L << 30;
    private static final String VECTOR = "Vector API, 256 bit, 2 threads";

    @Test
    void javaBelow17IsBadAndOneThatIsTooNewOnlyWarnedOf() {
        assertThat(Checks.java(16, "16").verdict()).isEqualTo(Verdict.BAD);
        assertThat(Checks.java(17, "17").verdict()).isEqualTo(Verdict.OK);
        assertThat(Checks.java(25, "25").verdict()).isEqualTo(Verdict.OK);
        assertThat(Checks.java(31, "31").verdict()).isEqualTo(Verdict.WARN);
    }

    @Test
    void aCardThatIsNotUsedIsTold() {
        assertThat(Checks.backend("nd4j-native on linux-x86_64-avx2", "is not on the class path", false))
                .isEqualTo(Finding.ok("backend", "nd4j-native on linux-x86_64-avx2; CUDA is not on the class path"));
        assertThat(Checks.backend("nd4j-native", "is not on the class path", true)
                        .remedy())
                .contains("NEC4J_CUDA=11.6");
        assertThat(Checks.backend("nd4j-cuda", "computes", true).verdict()).isEqualTo(Verdict.OK);
    }

    @Test
    void theLibraryMustBeBuiltForTheProcessor() {
        assertThat(Checks.simd(Simd.AVX2, "-avx2", VECTOR).verdict()).isEqualTo(Verdict.OK);
        assertThat(Checks.simd(Simd.AVX512, "-avx512", VECTOR).verdict()).isEqualTo(Verdict.OK);
        assertThat(Checks.simd(Simd.AVX2, "-avx512", VECTOR).verdict()).isEqualTo(Verdict.BAD);
        assertThat(Checks.simd(Simd.NONE, "-avx2", VECTOR).verdict()).isEqualTo(Verdict.BAD);
        assertThat(Checks.simd(Simd.AVX512, "-avx2", VECTOR).remedy()).contains("-avx512");
        assertThat(Checks.simd(Simd.AVX2, "", VECTOR).verdict()).isEqualTo(Verdict.WARN);
        assertThat(Checks.simd(Simd.NEON, "", VECTOR).verdict()).isEqualTo(Verdict.OK);
        assertThat(Checks.simd(Simd.AVX2, "-avx2", "ND4J operations").remedy()).contains("jdk.incubator.vector");
    }

    @Test
    void moreThreadsThanProcessorsAreWarnedOf() {
        Processor four = new Processor("amd64", Set.of(), 4, 2);

        assertThat(Checks.threads(4, four, 4)).isEqualTo(Finding.ok("threads", "4 for 4 processors, 2 physical cores"));
        assertThat(Checks.threads(5, four, 4).verdict()).isEqualTo(Verdict.WARN);
        assertThat(Checks.threads(4, four, 1.5).found()).endsWith(", a container's share of 1.5");
        assertThat(Checks.threads(4, four, 1.5).remedy()).endsWith("-Dnec4j.threads=2");
    }

    @Test
    void memoryCountsTheContainersLimit() {
        assertThat(memory(16, OptionalLong.empty(), 12, 4, 8).verdict()).isEqualTo(Verdict.OK);
        assertThat(memory(16, OptionalLong.of(8 * GIB), 12, 4, 8).remedy()).contains("NEC4J_HEAP");
        assertThat(memory(16, OptionalLong.of(8 * GIB), 12, 4, 8).found()).contains("(container: 8.0)");
        assertThat(memory(16, OptionalLong.empty(), 3, 4, 8).verdict()).isEqualTo(Verdict.WARN);
        assertThat(Checks.memory(new MemoryHere(16 * GIB, OptionalLong.empty(), GIB / 2, GIB, GIB))
                        .verdict())
                .isEqualTo(Verdict.BAD);
        assertThat(memory(1, OptionalLong.empty(), 1, 1, 1).verdict()).isEqualTo(Verdict.BAD);
    }

    @Test
    void aFullOrReadOnlyDiskIsBad() {
        assertThat(Checks.disk("/runs", 50 * GIB, true).verdict()).isEqualTo(Verdict.OK);
        assertThat(Checks.disk("/runs", 5 * GIB, true).verdict()).isEqualTo(Verdict.WARN);
        assertThat(Checks.disk("/runs", GIB / 2, true).verdict()).isEqualTo(Verdict.BAD);
        assertThat(Checks.disk("/runs", 50 * GIB, false).found()).endsWith("not writable");
    }

    @Test
    void slownessIsPutDownToOtherProgramsWhereThereAreSome() {
        assertThat(speed(80, 0).verdict()).isEqualTo(Verdict.OK);
        assertThat(speed(30, 0).remedy()).contains("throttled");
        assertThat(speed(30, 1.9).remedy()).contains("1.9 of 2 processors busy");
        assertThat(speed(3, 0).verdict()).isEqualTo(Verdict.BAD);
    }

    @Test
    void readsWhatTheSystemSays(@TempDir Path system) throws IOException {
        assertThat(Processor.flags("processor : 0\nflags\t\t: fpu avx2 fma\nflags : other\n"))
                .containsExactlyInAnyOrder("fpu", "avx2", "fma");
        for (int i = 0; i < 4; i++) {
            Path topology = Files.createDirectories(system.resolve("cpu" + i + "/topology"));
            Files.writeString(topology.resolve("thread_siblings_list"), i % 2 + "," + (i % 2 + 2) + "\n");
        }
        Files.createDirectories(system.resolve("cpufreq"));
        assertThat(Processor.cores(system, 9)).isEqualTo(2);
        assertThat(Processor.cores(system.resolve("none"), 9)).isEqualTo(9);
        assertThat(MemoryHere.field("MemTotal:       24689000 kB\nMemFree: 1 kB\n", "MemTotal"))
                .hasValue(24689000L * 1024);
        assertThat(MemoryHere.limit("max\n")).isEmpty();
        assertThat(MemoryHere.limit("9223372036854771712\n")).isEmpty();
        assertThat(MemoryHere.limit("8589934592\n")).hasValue(8 * GIB);
        assertThat(MemoryHere.size("8g")).hasValue(8 * GIB);
        assertThat(MemoryHere.size("512m")).hasValue(GIB / 2);
        assertThat(MemoryHere.size("")).isEmpty();
    }

    @Test
    void theJsonSaysWhetherTheMachineIsFit() {
        Examination sick = new Examination(List.of(Finding.ok("java", "17"), Finding.bad("disk", "full", "free some")));

        JsonObject json = JsonParser.parseString(sick.json()).getAsJsonObject();

        assertThat(json.get("fit").getAsBoolean()).isFalse();
        assertThat(json.getAsJsonArray("findings")
                        .get(1)
                        .getAsJsonObject()
                        .get("verdict")
                        .getAsString())
                .isEqualTo("bad");
        assertThat(sick.text()).contains("bad   disk      full").contains("-> free some");
    }

    private static Finding memory(long total, OptionalLong limit, long available, long heap, long arrays) {
        return Checks.memory(new MemoryHere(total * GIB, limit, available * GIB, heap * GIB, arrays * GIB));
    }

    private static Finding speed(double measured, double load) {
        return Checks.speed("linear", "in a linear layer", measured, 80, load, 2);
    }
}
