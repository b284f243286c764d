package org.nec4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nec4j.kernel.cpu.RunnableCores;

/**
 * The numbers are right with the kernels for every processor that OpenBLAS has and this one can run: kernels against plain operations in double,
 * a training step against SameDiff, transforms and baselines on eigenvectors, and at full length the reference's vectors, a step of ViT-B and a
 * codec of real scenes as well.
 */
class BlasCoresTest {
    private static final boolean SLOW = Boolean.getBoolean("nec4j.slow");

    private static final List<String> SHORT = List.of(
            "org.nec4j.kernel.cpu.BlasCheckTest",
            "org.nec4j.step.NecGraphOfAllLayersTest",
            "org.nec4j.baseline.BaselinesOfEmbeddingsTest");
    private static final List<String> LONG = Stream.concat(
                    SHORT.stream(),
                    Stream.of(
                            "org.nec4j.kernel.cpu.VectorKernelsTest",
                            "org.nec4j.transform.EigenvectorsTest",
                            "org.nec4j.eval.AttentionNetworkTest",
                            "org.nec4j.step.TrainingReferenceTest",
                            "org.nec4j.step.NetworkOfBaseModelTest",
                            "org.nec4j.FittingOfScenesTest"))
            .toList();

    @TempDir
    private Path folder;

    /** At full length all of them, else the widest and the oldest. */
    static List<String> cores() {
        List<String> all = RunnableCores.here();
        return SLOW || all.size() < 2 ? all : List.of(all.get(1), all.get(all.size() - 1));
    }

    @ParameterizedTest
    @MethodSource("cores")
    void givesTheSameNumbersWithTheKernelsForOneOf(String core) throws IOException, InterruptedException {
        assumeTrue(!core.equals(RunnableCores.NONE), "OpenBLAS has kernels for several processors here");
        Path told = folder.resolve(core + ".txt");
        ProcessBuilder child = new ProcessBuilder(Stream.concat(
                        Stream.of(
                                Path.of(System.getProperty("java.home"), "bin", "java")
                                        .toString(),
                                "-Xmx2g",
                                "--add-modules=jdk.incubator.vector",
                                "-Dnec4j.root=" + System.getProperty("nec4j.root", ""),
                                "-Dnec4j.slow=" + SLOW,
                                "-Dorg.bytedeco.javacpp.platform.extension="
                                        + System.getProperty("org.bytedeco.javacpp.platform.extension", ""),
                                "-cp",
                                classPath(),
                                TestsUnderACore.class.getName(),
                                core),
                        (SLOW ? LONG : SHORT).stream())
                .toList());
        child.environment().put("OPENBLAS_CORETYPE", core);
        int status = child.redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start()
                .waitFor();
        assertThat(status).as(Files.readString(told)).isZero();
    }

    /** This module's, and the tests of the modules below: a module is built after all that it stands on. */
    private static String classPath() {
        Path modules = Path.of(System.getProperty("nec4j.root"), "trainer");
        return Stream.concat(
                        Stream.of(System.getProperty("java.class.path")),
                        Stream.of("engine", "produce", "train")
                                .map(module -> modules.resolve(module).resolve("target/test-classes"))
                                .filter(Files::isDirectory)
                                .map(Path::toString))
                .collect(Collectors.joining(File.pathSeparator));
    }
}
