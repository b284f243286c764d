package org.nec4j.data;

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

class CsvTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b\nc,d\n",
                "a,b\nc,d",
                "a,b\r\nc,d\r\n",
                "a,b\rc,d\r",
                "\uFEFFa,b\nc,d\n",
                "a,b\n\nc,d\n\n\n",
                "a,b\r\n\r\nc,d\r\n  \r\n",
                "\"a\",\"b\"\n\"c\",d",
                "\uFEFF\"a\",b\r\nc,\"d\"\r\n"
            })
    void spreadsheetsSaveTheSameRowsInManyWays(String text) {
        assertThat(fields(text)).containsExactly(List.of("a", "b"), List.of("c", "d"));
    }

    @Test
    void quotedFieldsHoldCommasLineEndsAndQuotes() {
        assertThat(fields("\"a, b\",\"say \"\"c\"\"\"\n\"d\ne\",\"\"\nf,\n"))
                .containsExactly(List.of("a, b", "say \"c\""), List.of("d\ne", ""), List.of("f", ""));
        assertThat(Csv.rows(Path.of("x"), "\"a\nb\"\nc").get(1).line()).isEqualTo(3);
    }

    @Test
    void aQuoteThatDoesNotEndOrIsFollowedByMoreIsRefusedByItsLine() {
        assertThatThrownBy(() -> fields("a\n\"b,c\nd\n"))
                .isInstanceOf(UserException.class)
                .hasMessage("x, line 2: a quote that does not end");
        assertThatThrownBy(() -> fields("a\n\"b\"c,d\n"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("x, line 2: a quoted field is followed by 'c'");
    }

    @Test
    void anIndexFromASpreadsheetIsRead(@TempDir Path root) throws IOException {
        Files.write(root.resolve("a, b.jpg"), new byte[] {1});
        Files.write(root.resolve("c.jpg"), new byte[] {2});
        Files.writeString(
                root.resolve("index.csv"),
                "\uFEFFpath,label,split\r\n\"a, b.jpg\",\"dune\",train\r\nc.jpg,lake,Valid\r\n\r\n");
        Dataset set = ImageFolder.read("x", root, List.of(), SplitRule.allTrain());
        assertThat(set.samples()).extracting(Sample::key).containsExactly("a, b.jpg", "c.jpg");
        assertThat(set.samples()).extracting(Sample::split).containsExactly(Split.TRAIN, Split.VAL);
        Files.writeString(root.resolve("index.csv"), "path,label,split\n\"a, b.jpg\",dune,train\nd.jpg,lake,train\n");
        assertThatThrownBy(() -> ImageFolder.read("x", root, List.of(), SplitRule.allTrain()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("index.csv, line 3: ")
                .hasMessageContaining("d.jpg does not exist");
    }

    private static List<List<String>> fields(String text) {
        return Csv.rows(Path.of("x"), text).stream().map(Csv.Row::fields).toList();
    }
}
