package org.nec4j.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nec4j.codec.error.UserException;

@Timeout(value = 10, unit = TimeUnit.MINUTES)
class ExpansionTest {
    private static final int STEPS = 40;

    @TempDir
    Path folder;

    static Stream<String> multiplying() {
        return Stream.of(
                chain("a0 = xxxxxxxxxxxx", "a%2$d = ${a%1$d}${a%1$d}"),
                chain("a0 = [x, y]", "a%2$d = ${a%1$d}${a%1$d}"),
                chain("a0 = [x, y]", "a%2$d = [${a%1$d}, ${?a%1$d}]"),
                chain("a0 { x = 1 }", "a%2$d { l = ${a%1$d}, r = ${a%1$d} }"),
                chain("b.a0 = x", "b { a%2$d = ${b.a%1$d}${b.a%1$d} }"),
                chain("a = [x]", "a = ${a}${a}"),
                chain("a = xy", "a = ${a}${?a}"),
                chain("a = [x]", "a += ${a}"),
                chain("a { x = 1 }", "a = ${a} { l = ${a}, r = ${a} }"),
                chain("a0.v = lol", "a%2$d.v = ${a%1$d.v}\" \"${a%1$d.v}"),
                chain("\"a.0\" = [x]", "\"a.%2$d\" = ${\"a.%1$d\"} ${\"a.%1$d\"}"));
    }

    @ParameterizedTest
    @MethodSource("multiplying")
    void settingsThatMultiplyThemselvesAreRefusedBeforeTheyDo(String text) throws IOException {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(UserException.class)
                .message()
                .startsWith(folder.toString())
                .doesNotContain("\n");
    }

    @Test
    void settingsThatNameEachOtherInACircleAreRefused() {
        assertThatThrownBy(() -> read("a = ${b}\nb = ${c}\nc = ${a}\n")).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> read("a = ${a}\n")).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> read("a.b = ${a}\n")).isInstanceOf(UserException.class);
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> read("a = " + "[".repeat(200_000))).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> read("a = " + "{ a = ".repeat(100_000))).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> read("a" + ".a".repeat(200_000) + " = 1")).isInstanceOf(UserException.class);
    }

    @Test
    void ordinarySubstitutionsAreLeftAlone() throws IOException {
        String text = """
                base = [a, b]
                folders = ${base}
                folders = ${folders} [c]
                folders += d
                word = seen
                title = "we have "${word}" and "${word}
                """ + "folders += more\n".repeat(60);

        DatasetDescription set = read(text.replace("base =", "bands = [], classes =")
                .replace("${base}", "${classes}")
                .replace("word =", "source.note =")
                .replace("${word}", "${source.note}"));

        assertThat(set.folders()).hasSize(64);
        assertThat(set.title()).isEqualTo("we have seen and seen");
    }

    private static String chain(String first, String step) {
        StringBuilder text = new StringBuilder(first).append('\n');
        IntStream.range(0, STEPS)
                .forEach(i -> text.append(step.formatted(i, i + 1)).append('\n'));
        return text.toString();
    }

    private DatasetDescription read(String text) throws IOException {
        return Configs.dataset(Files.writeString(folder.resolve("set.conf"), "name = x\n" + text))
                .settings();
    }
}
