package org.nec4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The examples of docs/extending.md are the files they say they are from, so that they cannot drift. */
class ExtendingDocumentTest {
    private static final Path ROOT =
            Path.of(System.getProperty("nec4j.root", "../..")).normalize();
    private static final Pattern EXAMPLE =
            Pattern.compile("From \\[`([^`]+)`\\]\\(\\.\\./([^)]+)\\):\n\n```[a-z]+\n(.*?)\n```", Pattern.DOTALL);

    @Test
    void everyExampleIsAPartOfTheFileItNames() throws IOException {
        String document = Files.readString(ROOT.resolve("docs/extending.md"));
        Matcher example = EXAMPLE.matcher(document);
        int count = 0;
        while (example.find()) {
            assertThat(example.group(2)).isEqualTo(example.group(1));
            assertThat(flat(Files.readString(ROOT.resolve(example.group(1)))))
                    .as(example.group(1))
                    .contains(flat(example.group(3)));
            count++;
        }

        assertThat(count)
                .isEqualTo(document.split("```(java|hocon|python)").length - 1)
                .isEqualTo(14);
    }

    /** Lines without what moves them to the right. */
    private static String flat(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
