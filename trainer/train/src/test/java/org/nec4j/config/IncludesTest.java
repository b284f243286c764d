package org.nec4j.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.error.UserException;

class IncludesTest {
    @TempDir
    Path folder;

    /** The parser drops it: a class, a path or a number would be missing without a word. */
    @ParameterizedTest
    @ValueSource(strings = {"\\u-999", "\\uD8", "\\uGGGG", "\\x41", "\\u 12", "\\"})
    void anEscapeThatIsNoCharacterEndsInASentence(String escape) throws IOException {
        Path file = Files.writeString(folder.resolve("escape.conf"), "name = \"a" + escape + "\"");
        assertThatThrownBy(() -> Configs.dataset(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is not HOCON")
                .hasMessageStartingWith(file.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "classes = [road] field",
                "classes = [\n  road\n]\tfield",
                "classes = [road]field # all",
                "split { train = 0.5 } val",
                "classes = [road, [a] b]",
                "note = \"\"\"a ]b\"\"\"\nclasses = [\"x ] y\"] z"
            })
    void textBehindAListOrABlockIsRefusedByItsLine(String settings) throws IOException {
        Path file = write("set.conf", "name = set\n" + settings + "\n");
        int line = 1 + (int) (settings.lines().count());

        assertThatThrownBy(() -> Configs.dataset(file))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(file + ":" + line + ": \"")
                .hasMessageContaining("on the same line, where HOCON would drop it");
    }

    @Test
    void whatMayFollowAListOrABlockMay() throws IOException {
        Path file = write("set.conf", """
            name = ${?NOWHERE}set # ] e
            classes = [road] [field] // ] f
            classes = ${classes}["wa} ter"] , folders = ["x ] y"], masks { ignored = [0] } , source.note = \"""] x
            } y\"""\"
            """);

        DatasetDescription set = Configs.dataset(file).settings();

        assertThat(set.classes()).containsExactly("road", "field", "wa} ter");
        assertThat(set.source().note()).isEqualTo("] x\n} y\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include \"sub/inner.conf\"",
                "include file(\"sub/inner.conf\")",
                "include classpath(\"sub/inner.conf\")",
                "include required(\"sub/inner.conf\")",
                "include required(file(\"sub/inner.conf\"))",
                "include required(classpath(\"sub/inner.conf\"))",
                "include url(\"file:FOLDER/sub/inner.conf\")",
                "include url(\"file:///FOLDER/sub/inner.conf\")",
            })
    void everyFormNamesAFileRelativeToTheFileThatIncludesIt(String include) throws IOException {
        write("sub/inner.conf", "include \"deeper/last.conf\"\nfolders = [here]\n");
        write("sub/deeper/last.conf", "title = last\n");
        Path file = write("set.conf", "name = outer\n" + include.replace("FOLDER", folder.toString()) + "\n");

        DatasetDescription set = Configs.dataset(file).settings();

        assertThat(set.title()).isEqualTo("last");
        assertThat(set.folders()).containsExactly(folder.resolve("sub/here"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include \"gone.conf\"",
                "include file(\"gone.conf\")",
                "include classpath(\"gone.conf\")",
                "include classpath(\"reference.conf\")",
                "include classpath(\"org/nec4j/config/reference.conf\")",
                "include required(file(\"gone.conf\"))",
                "include url(\"http://127.0.0.1:9/x.conf\")",
                "include required(url(\"https://127.0.0.1:9/x.conf\"))",
                "include url(\"jar:file:/x.jar!/x.conf\")",
                "include url(\"file://host/x.conf\")",
                "include url(\"nothing://x\")",
                "include \"http://127.0.0.1:9/x.conf\"",
                "include file(\"/dev/zero\")",
                "include \"/dev/stdin\"",
                "include \".\"",
                "include \"\"",
                "include \"nul\\u0000l\"",
                "include \"set.conf\"",
                "include \"pipe\"",
                "source { include file(\"gone.conf\") }"
            })
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void whatIsNoFileOnThisMachineIsRefusedAndNotOpened(String include) throws Exception {
        new ProcessBuilder("mkfifo", folder.resolve("pipe").toString()).start().waitFor();
        Path file = write("set.conf", "name = outer\n" + include + "\n");

        assertThatThrownBy(() -> Configs.dataset(file))
                .isInstanceOf(UserException.class)
                .message()
                .startsWith(file.toString())
                .doesNotContain("\n");
    }

    @Test
    void filesThatIncludeEachOtherOrMultiplyAreRefused() throws IOException {
        Path one = write("one.conf", "include \"two.conf\"\n");
        write("two.conf", "include \"one.conf\"\n");
        for (int i = 0; i < 30; i++) {
            write("d" + i + ".conf", ("include \"d" + (i + 1) + ".conf\"\n").repeat(2));
        }
        Path doubling = folder.resolve("d0.conf");
        write("d30.conf", "name = x\n");

        assertThatThrownBy(() -> Configs.dataset(one)).hasMessageContaining("which includes it in turn");
        assertThatThrownBy(() -> Configs.dataset(doubling)).hasMessageContaining("includes more than 1000 files");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "x-UTF-16LE-BOM", "ISO-8859-1"})
    void aFileInAnotherEncodingIsRefusedInASentence(String charset) throws IOException {
        Path file = Files.write(
                folder.resolve("set.conf"), "name = x\ntitle = \u00e9t\u00e9\n".getBytes(Charset.forName(charset)));

        assertThatThrownBy(() -> Configs.dataset(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("save")
                .hasMessageContaining("UTF-8");
    }

    @Test
    void aByteOrderMarkAndWindowsLineEndsAreNoPartOfTheSettings() throws IOException {
        write("inner.conf", "\ufefftitle = t\r\n");
        Path file = write("set.conf", "\ufeffinclude \"inner.conf\"\r\nname = x\r\nfolders = [a]\r\n");

        DatasetDescription set = Configs.dataset(file).settings();

        assertThat(set.name()).isEqualTo("x");
        assertThat(set.title()).isEqualTo("t");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
}
