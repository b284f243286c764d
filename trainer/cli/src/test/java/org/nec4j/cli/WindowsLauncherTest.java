package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code nec4j.cmd} beside {@code nec4j}: nobody builds on Windows here, so that it must not be forgotten. */
class WindowsLauncherTest {
    private static String windows;
    private static String unix;

    @BeforeAll
    static void read() throws IOException {
        Path root = Path.of(System.getProperty("nec4j.root", "../.."));
        windows = Files.readString(root.resolve("nec4j.cmd"));
        unix = Files.readString(root.resolve("nec4j"));
    }

    @Test
    void givesJavaTheOptionsThatEveryMachineGets() {
        String java = windows.lines()
                .filter(line -> line.contains("org.nec4j.cli.Main"))
                .findFirst()
                .orElseThrow();
        for (String option : List.of(
                "-Dnec4j.command=",
                "-Dnec4j.home=",
                "-Dorg.bytedeco.javacpp.platform.extension=",
                "--add-modules=jdk.incubator.vector",
                "org.nec4j.cli.Main")) {
            assertThat(unix).contains(option);
            assertThat(java).contains(option);
        }
        assertThat(java).endsWith("org.nec4j.cli.Main %*").contains("-cp \"%NEC4J_LIB%\\*\"", "%NEC4J_JAVA_OPTS%");
    }

    @Test
    void knowsNoVariableThatTheOtherDoesNot() {
        Pattern variable = Pattern.compile("(?m)^(?:rem|#) +((?:NEC4J|JAVA)_[A-Z_]+) ");
        TreeSet<String> there = new TreeSet<>();
        variable.matcher(unix).results().forEach(match -> there.add(match.group(1)));
        TreeSet<String> here = new TreeSet<>();
        variable.matcher(windows).results().forEach(match -> here.add(match.group(1)));
        assertThat(here).hasSize(4);
        assertThat(there).containsAll(here);
        here.forEach(name -> assertThat(windows).contains("%" + name + "%"));
    }

    @Test
    void buildsWithTheSameWordsAndWhereTheOtherLooks() {
        String build = "-q -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true";
        assertThat(windows).contains("mvnw.cmd " + build + " -pl trainer/cli -am package");
        assertThat(unix).contains("./mvnw " + build).contains("-pl trainer/cli -am package");
        assertThat(windows).contains("%NEC4J_ROOT%\\trainer\\cli\\target\\lib", "%NEC4J_LIB%\\.built");
        assertThat(unix).contains("target=$home/trainer/cli/target", "stamp=$target/lib/.built");
    }

    /** cmd.exe loses labels in files whose lines end as they do elsewhere. */
    @Test
    void endsItsLinesAsWindowsDoesAndLeavesByItsLabels() {
        assertThat(windows.replace("\r\n", "")).doesNotContain("\n", "\r");
        windows.lines()
                .filter(line -> line.contains("goto "))
                .map(line -> ":" + line.substring(line.indexOf("goto ") + "goto ".length()))
                .forEach(label -> assertThat(windows.lines()).contains(label));
    }
}
