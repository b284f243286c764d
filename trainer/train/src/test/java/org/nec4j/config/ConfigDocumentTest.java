package org.nec4j.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigDocumentTest {
    private static final Path DOCUMENT =
            Path.of(System.getProperty("nec4j.root", "../..")).resolve("docs/config.md");

    @Test
    void theDocumentSaysWhatTheRecordsAndTheDefaultsSay() throws IOException {
        String expected = new ConfigDocument().write();
        if (Boolean.getBoolean("nec4j.write-docs")) {
            Files.writeString(DOCUMENT, expected);
        }

        assertThat(DOCUMENT)
                .as("docs/config.md is generated: run this test with -Dnec4j.write-docs=true and commit it")
                .content()
                .isEqualTo(expected);
    }

    @Test
    void everySettingHasAMeaning() {
        ConfigDocument document = new ConfigDocument();
        document.write();

        assertThat(document.undocumented()).isEmpty();
    }
}
