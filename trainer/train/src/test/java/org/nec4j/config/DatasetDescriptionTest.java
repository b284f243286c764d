package org.nec4j.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.error.UserException;

class DatasetDescriptionTest {
    @TempDir
    Path folder;

    @Test
    void readsTheFirstFolderThatExists() throws IOException {
        Files.createDirectory(folder.resolve("there"));
        DatasetDescription set = read("name = sample\nfolders = [nowhere, there]");

        assertThat(set.folder()).contains(folder.resolve("there"));
        assertThat(set.kind()).isEqualTo(DatasetDescription.Kind.FOLDER);
    }

    @Test
    void namesTheFirstFolderIfNoneExists() throws IOException {
        assertThat(read("name = sample\nfolders = [one, two]").folder()).contains(folder.resolve("one"));
    }

    @Test
    void refusesSharesBeyondOneAFolderlessSetAndAShortDigest() {
        assertThatThrownBy(() -> read("name = sample\nfolders = [x]\nsplit.train = 0.9"))
                .hasMessageContaining("split.test exceeds what train and val leave");
        assertThatThrownBy(() -> read("name = sample")).hasMessageContaining("folders is empty");
        assertThatThrownBy(() -> read("name = sample\nfolders = [x]\nsource.sha256 = abc"))
                .hasMessageContaining(":3: source.sha256 must be 64 hexadecimal digits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name = \"sa\\u0000mple\"\nfolders = [x]",
                "name = \"sa\\nmple\"\nfolders = [x]",
                "name = s\ntitle = \"a\\u001b[31mb\"\nfolders = [x]",
                "name = s\nfolders = [x]\nclasses = [road, \"fi\\neld\"]",
                "name = s\nfolders = [x]\nsource.licence = \"a\\u0085b\"",
                "name = s\nfolders = [x]\n\"cla\\u0007sses\" = [a]",
                "name = s\nfolders = [\"x\\u0007y\"]"
            })
    void textsAndKeysWithControlCharactersAreRefused(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("control character")
                .message()
                .satisfies(message -> assertThat(message.replace("\n  ", "")).matches("\\P{Cntrl}*"));
    }

    @Test
    void whatPeopleQuoteMayHaveLines() throws IOException {
        String quote = "source.citation = \"\"\"@misc{a,\n\ttitle = b}\"\"\"";

        assertThat(read("name = s\nfolders = [x]\n" + quote).source().citation())
                .hasLineCount(2);
    }

    private DatasetDescription read(String text) throws IOException {
        return Configs.dataset(Files.writeString(folder.resolve("set.conf"), text))
                .settings();
    }
}
