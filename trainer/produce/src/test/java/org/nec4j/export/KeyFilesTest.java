package org.nec4j.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.error.UserException;

class KeyFilesTest {
    @TempDir
    Path folder;

    @Test
    void givesEveryKeyAFileOfItsOwn() {
        assertThat(KeyFiles.ofStored(folder, ".nemb").of(List.of("a", "b/c", "b/c.d")))
                .containsEntry("a", folder.resolve("a.nemb"))
                .containsEntry("b/c", folder.resolve("b/c.nemb"))
                .containsEntry("b/c.d", folder.resolve("b/c.d.nemb"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"./a", "x/../a", "../a", "/a", "a/", "a//b", "", "a\nb", "a\u009bb", "C:/a", "a\\b"})
    void refusesKeysThatAreNotOneRelativePath(String key) {
        assertThatThrownBy(() -> KeyFiles.ofStored(folder, ".nemb").of(List.of("fine", key)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("nothing was written")
                .hasMessageNotContainingAny("\n", "\u009b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"con", "x/AUX", "lpt1.tar", "nul .a", "a:b", "a?", "b./c", "b /c", "com\u00b9"})
    void refusesNamesThatWindowsDoesNotTakeThereAndOnlyThere(String key) {
        assertThatThrownBy(() -> new KeyFiles(folder, ".nemb", "rename", true).of(List.of(key)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is no name for a file on Windows");
        assertThat(new KeyFiles(folder, ".nemb", "rename", false).of(List.of(key)))
                .hasSize(1);
        assertThat(new KeyFiles(folder, ".nemb", "rename", true).of(List.of("console", "com10", ".a", "b.c/d")))
                .hasSize(4);
    }

    @Test
    void refusesNamesThatNoSystemTakes() {
        String longest = "\u00e9".repeat(125);
        assertThat(KeyFiles.ofStored(folder, ".nemb").of(List.of(longest))).hasSize(1);
        assertThatThrownBy(() -> KeyFiles.ofStored(folder, ".nemb").of(List.of(longest + "x")))
                .hasMessageContaining("makes a name of 256 bytes, and names of files have at most 255");
        assertThatThrownBy(() -> KeyFiles.ofStored(folder, ".nemb").of(List.of("a/".repeat(2045) + "b")))
                .hasMessageContaining("makes a path of more than 4095 bytes");
    }

    @Test
    void whoeverEncodesIsToldToRenameHisImages() {
        assertThatThrownBy(() -> new KeyFiles(folder, ".nemb", "rename the images").of(List.of("x".repeat(251))))
                .isInstanceOf(UserException.class)
                .hasMessageEndingWith("names of files have at most 255; nothing was written, rename the images");
    }

    @Test
    void refusesAFileThatIsTheFolderOfAnother() {
        assertThatThrownBy(() -> KeyFiles.ofStored(folder, ".nemb").of(List.of("a.nemb/b", "a")))
                .hasMessageContaining("the keys \"a\" and \"a.nemb/b\" cannot both become files");
    }

    @Test
    void keysThatDifferByCaseOrUnicodeFormDependOnTheDisk() throws IOException {
        for (List<String> pair : List.of(List.of("x/Tree", "x/tree"), List.of("\u00e9", "e\u0301"))) {
            Path probe = Files.createFile(folder.resolve("probe-" + pair.get(0).replace('/', '-')));
            boolean same = Files.exists(folder.resolve("probe-" + pair.get(1).replace('/', '-')));
            Files.delete(probe);
            KeyFiles files = KeyFiles.ofStored(folder.resolve("not/there/yet"), ".nemb");
            if (same) {
                assertThatThrownBy(() -> files.of(pair)).hasMessageContaining("cannot both become files");
            } else {
                assertThat(files.of(pair)).hasSize(2);
            }
            assertThat(folder).isEmptyDirectory();
        }
    }
}
