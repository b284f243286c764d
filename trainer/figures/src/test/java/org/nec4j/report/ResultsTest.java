package org.nec4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;
import org.nec4j.export.Rates;

class ResultsTest {
    private static final Results RESULTS = new Results(
            "example",
            Map.of("data", "none"),
            List.of(
                    measurement("float", "32 bit", 50_000, 0.90, 0.90, 0.90),
                    measurement("A & <b>", "coarse", 200, 0.70, 0.72, 0.74),
                    measurement("A & <b>", "fine", 2000, 0.88, 0.89, 0.90),
                    measurement("JPEG", "q 1", 900, 0.60, 0.60, 0.60),
                    measurement("JPEG", "q 50", 5000, 0.80, 0.80, 0.80)),
            List.of(new Verdict("it works", "none", "yes", "-", Verdict.Outcome.HOLDS)));

    @TempDir
    Path folder;

    @Test
    void readsBackTheJsonThatItWrote() throws Exception {
        Path file = folder.resolve("results.json");
        Files.writeString(file, RESULTS.toJson());
        assertThat(Results.read(file)).isEqualTo(RESULTS);
        assertThat(RESULTS.toJson()).contains("\"side_bytes\": 7");
    }

    @Test
    void refusesAJsonThatIsNoResult() throws Exception {
        Path file = folder.resolve("results.json");
        for (String text : List.of("", "[1]", "{\"experiment\": \"x\"}", "{\"measurements\": [{}]}")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> Results.read(file))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("results.json");
        }
    }

    @Test
    void theTableListsTheRatesOfEachPointOnce() {
        Rates rates = new Rates(3, 1000, 1010, 1012, 127, 128);
        List<Measurement> rows = List.of(rated("linear", rates), rated("20-NN", rates));
        String report = MarkdownReport.of(new Results("x", Map.of(), rows, List.of()), "none", "NEC");
        assertThat(report).containsOnlyOnce("| NEC | lambda 1 | 125 | 126 | 127 | 127 | 128 |");
    }

    @Test
    void theTableTellsNoDeviationOverOneSeed() {
        Rates rates = new Rates(3, 1000, 1010, 1012, 127, 128);
        String table = MarkdownReport.of(
                new Results("x", Map.of(), List.of(rated("linear", rates)), List.of()), "none", "NEC");
        assertThat(table).contains("| NEC | lambda 1 | 128 | 50.0 | - | 40.0 - 60.0 |");
    }

    private static Measurement rated(String head, Rates rates) {
        return new Measurement("NEC", "lambda 1", head, 3, 128, 0, List.of(0.5), 0.4, 0.6, rates.asMap());
    }

    @Test
    void theTableShowsLossesAndSavings() {
        String table = MarkdownReport.of(RESULTS, "float", "A & <b>");
        assertThat(table)
                .contains("| A & <b> | fine | 2,000 | 89.0 | 1.0 | 88.0 - 90.0 | 1.0 (noise) |")
                .contains("| claim | published |")
                .contains("| it works | none | yes | - | holds |");
        assertThat(table.lines().filter(l -> l.startsWith("| JPEG | - | - | -")))
                .hasSize(1);
    }

    @Test
    void theLatexTableEscapesWhatLatexWouldTakeForCommands() {
        assertThat(LatexReport.of(RESULTS, "float"))
                .contains(
                        "    A \\& \\textless{}b\\textgreater{} & fine & 2{,}000 & $89.0 \\pm 1.0$ & 88.0--90.0 & $1.0$ \\\\")
                .contains("\\begin{tabular}{llrrcr}", "\\end{table}");
        assertThat(LatexReport.escape("50 %_\\{~}")).isEqualTo("50 \\%\\_\\textbackslash{}\\{\\textasciitilde{}\\}");
    }

    private static Measurement measurement(String system, String setting, double bytes, double... accuracies) {
        List<Double> list = Arrays.stream(accuracies).boxed().toList();
        return new Measurement(
                system, setting, "linear", 420, bytes, 7, list, accuracies[0], accuracies[2], Map.of("macro_f1", 0.5));
    }
}
