package org.nec4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Table TABLE = new Table(
            List.of("run", "bytes"), List.of(List.of("a|b", "9.5"), List.of("c,\"d\"", "120"), List.of("e", "")));

    @Test
    void textIsAlignedNumbersAtTheRight() {
        assertThat(TABLE.toText()).isEqualTo("run    bytes\na|b      9.5\nc,\"d\"    120\ne\n");
    }

    @Test
    void markdownEscapesWhatWouldEndACell() {
        assertThat(TABLE.toMarkdown())
                .isEqualTo("| run | bytes |\n|---|---:|\n| a\\|b | 9.5 |\n| c,\"d\" | 120 |\n| e |  |\n");
    }

    @Test
    void csvQuotesWhatNeedsIt() {
        assertThat(TABLE.toCsv()).isEqualTo("run,bytes\na|b,9.5\n\"c,\"\"d\"\"\",120\ne,\n");
    }

    @Test
    void aRowOfAnotherWidthIsRefused() {
        assertThatThrownBy(() -> new Table(List.of("a"), List.of(List.of("1", "2"))))
                .hasMessage("2 cells under 1 columns");
    }
}
