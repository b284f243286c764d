package org.nec4j.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChildProgramTest {
    /** Prints how children of a process like this one are started. */
    public static final class Parent {
        private Parent() {}

        public static void main(String[] args) {
            ChildProgram.of(Parent.class, 2).command().forEach(System.out::println);
        }
    }

    @Test
    void childrenGetTheOptionsThatTheirParentWasStartedWith() throws IOException, InterruptedException {
        List<String> command = started(
                "-Dmine=a b",
                "-Xss3m",
                "-XX:+UseSerialGC",
                "-Dnec4j.threads=1",
                "-Xmx600m",
                "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0");

        assertThat(command)
                .contains("-Dmine=a b", "-Xss3m", "-XX:+UseSerialGC", "-Dnec4j.threads=1")
                .anyMatch(option -> option.matches("-Xmx(29\\d|300)m"))
                .noneMatch(option -> option.startsWith("-agentlib"));
        assertThat(command).filteredOn(option -> option.startsWith("-Xmx")).hasSize(1);
    }

    @Test
    void childrenShareTheParentsMemoryHoweverItIsStated() throws IOException, InterruptedException {
        List<String> command = started(
                "-Xms400m",
                "-XX:MaxHeapSize=600m",
                "-Dorg.bytedeco.javacpp.maxbytes=8g",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=3000m");

        assertThat(command)
                .contains("-Dorg.bytedeco.javacpp.maxbytes=4096m", "-Dorg.bytedeco.javacpp.maxphysicalbytes=1500m")
                .anyMatch(option -> option.matches("-Xmx(29\\d|300)m"))
                .noneMatch(option -> option.startsWith("-Xms") || option.startsWith("-XX:MaxHeapSize"));
    }

    @Test
    void childrenShareTheProcessorsWhereNothingIsSaid() throws IOException, InterruptedException {
        assertThat(started("-XX:ActiveProcessorCount=6"))
                .contains("-XX:ActiveProcessorCount=3", "-Dnec4j.threads=3")
                .doesNotContain("-XX:ActiveProcessorCount=6");
    }

    private static List<String> started(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Parent.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return out.lines().toList();
    }
}
