package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.config.Configs;
import org.nec4j.config.StudySettings.Published;
import org.nec4j.report.Measurement;
import org.nec4j.report.Results;

/** Scores that documents tell: every one stands in a committed table. */
class DocumentedResultsTest {
    private static final Path ROOT = Path.of(System.getProperty("nec4j.root"));
    private static final Pattern EXPERIMENT = Pattern.compile("\\(experiments/([a-z0-9-]+)/table\\.md\\)");
    /** "82.1 % at 67 bytes", and not the score of the uncompressed embedding in "82.1 % of 81.9 at 67". */
    private static final Pattern SCORE = Pattern.compile("(?<!of )\\b([0-9]+\\.[0-9])(?: %)? at ([0-9,]*[0-9])");

    private static final Map<String, String> HEADS = Map.of(
            "linear", "linear",
            "linear on mean and deviation", "linear-moments",
            "mIoU", "segmentation-miou",
            "mIoU by ridge", "ridge-miou");
    /** Of README's columns behind the uncompressed embedding's. */
    private static final List<String> SYSTEMS =
            List.of("nec4j trained", "nec4j pooled layer", "nec4j transform", "NEC", "JPEG 2000");

    private String experiment = "";

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/which-codec.md"})
    void everyScoreAtBytesIsARowOfAnExperiment(String document) throws IOException {
        List<String> told = SCORE.matcher(Files.readString(ROOT.resolve(document)))
                .results()
                .map(score -> score.group(1) + " at " + score.group(2))
                .toList();

        assertThat(told).hasSizeGreaterThan(20);
        assertThat(measured()).containsAll(told);
    }

    @Test
    void everyCellOfReadmesTableIsARowOfItsExperimentAndSystem() throws IOException {
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
                                .map(DocumentedResultsTest::score))
                        .as(system + " in " + line)
                        .contains(cell);
            }
        }
    }

    /** Scores of all experiments with a table of rate points, and of publications beside them. */
    private static Set<String> measured() throws IOException {
        Set<String> scores = new HashSet<>();
        for (Path folder : StudyCommittedTest.measured()) {
            Results.read(folder.resolve("results.json")).measurements().forEach(row -> scores.add(score(row)));
            for (Published from :
                    Configs.study(folder.resolve("study.conf")).settings().published()) {
                for (int i = 0; i < from.bytes().size(); i++) {
                    scores.add(score(from.accuracy().get(i), from.bytes().get(i)));
                }
            }
        }
        return scores;
    }

    private static String score(Measurement row) {
        return score(row.accuracy(), row.bytes());
    }

    private static String score(double accuracy, double bytes) {
        return String.format(Locale.ROOT, "%s at %,.0f", percent(accuracy), bytes);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share);
    }
}
