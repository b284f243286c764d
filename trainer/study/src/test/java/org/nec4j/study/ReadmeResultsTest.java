package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.nec4j.report.Measurement;
import org.nec4j.report.Results;

/** The table of results in README.md: every cell is a row of the experiment that its line names. */
class ReadmeResultsTest {
    private static final Path ROOT = Path.of(System.getProperty("nec4j.root"));
    private static final Pattern EXPERIMENT = Pattern.compile("\\(experiments/([a-z0-9-]+)/table\\.md\\)");
    private static final Map<String, String> HEADS = Map.of(
            "linear", "linear",
            "linear on mean and deviation", "linear-moments",
            "mIoU", "segmentation-miou",
            "mIoU by ridge", "ridge-miou");
    /** Of the columns behind the uncompressed embedding's. */
    private static final List<String> SYSTEMS =
            List.of("nec4j trained", "nec4j pooled layer", "nec4j transform", "NEC", "JPEG 2000");

    private String experiment = "";

    @Test
    void everyCellIsARowOfItsExperiment() throws IOException {
        List<String> lines = Files.readAllLines(ROOT.resolve("README.md"));
        int header = lines.indexOf(lines.stream()
                .filter(line -> line.startsWith("| images, head |"))
                .findFirst()
                .orElseThrow());
        List<String> rows = lines.stream()
                .skip(header + 2L)
                .takeWhile(line -> line.startsWith("|"))
                .toList();

        assertThat(rows).isNotEmpty();
        rows.forEach(this::holds);
    }

    private void holds(String line) {
        List<String> cells = List.of(line.substring(1).strip().split("\\s*\\|\\s*"));
        Matcher named = EXPERIMENT.matcher(cells.get(0));
        if (named.find()) {
            experiment = named.group(1);
        }
        String head = HEADS.get(cells.get(0).substring(cells.get(0).lastIndexOf(", ") + 2));
        Results results = Results.read(ROOT.resolve("experiments/" + experiment + "/results.json"));
        assertThat(cells).as(line).hasSize(2 + SYSTEMS.size());
        assertThat(cells.get(1))
                .as(line)
                .isEqualTo(
                        percent(results.accuracy(head, "uncompressed embedding").orElseThrow()) + " %");
        for (int i = 0; i < SYSTEMS.size(); i++) {
            String cell = cells.get(2 + i).replace(" bytes", "");
            String system = SYSTEMS.get(i);
            if (!cell.equals("-")) {
                assertThat(results.rows(head).stream()
                                .filter(row -> row.system().equals(system))
                                .map(ReadmeResultsTest::cell))
                        .as(system + " in " + line)
                        .contains(cell);
            }
        }
    }

    private static String cell(Measurement row) {
        return String.format(Locale.ROOT, "%s at %,.0f", percent(row.accuracy()), row.bytes());
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
