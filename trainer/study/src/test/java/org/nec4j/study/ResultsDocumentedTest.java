package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.config.Configs;
import org.nec4j.config.StudySettings.Published;
import org.nec4j.report.Measurement;
import org.nec4j.report.Results;

/** Scores that documents tell: every one stands in a committed table. */
class ResultsDocumentedTest {
    private static final Path ROOT = Path.of(System.getProperty("nec4j.root"));
    /** "82.1 % at 67 bytes", and not the score of the uncompressed embedding in "82.1 % of 81.9 at 67". */
    private static final Pattern SCORE = Pattern.compile("(?<!of )\\b([0-9]+\\.[0-9])(?: %)? at ([0-9,]*[0-9])");

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
    void readmesTableIsWhatItsRuleMakesOfTheExperiments() throws IOException {
        Path readme = ROOT.resolve("README.md");
        List<String> lines = new ArrayList<>(Files.readAllLines(readme));
        int row = lines.indexOf(lines.stream()
                        .filter(line -> line.startsWith("| images, head |"))
                        .findFirst()
                        .orElseThrow())
                + 2;
        Summary summary = new Summary();
        List<String> made = lines.stream()
                .skip(row)
                .takeWhile(line -> line.startsWith("|"))
                .map(summary::row)
                .toList();

        if (Boolean.getBoolean("nec4j.write-docs")) {
            made.forEach(line -> lines.set(row + made.indexOf(line), line));
            AtomicFile.write(readme, (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        assertThat(made).hasSizeGreaterThan(5);
        assertThat(Files.readAllLines(readme))
                .as("run this test with -Dnec4j.write-docs=true and commit what it writes")
                .containsSequence(made);
    }

    /** Of a group of systems the cheapest row within a point of the uncompressed embedding; the best, in brackets, where none is. */
    private static final class Summary {
        private static final Pattern EXPERIMENT = Pattern.compile("\\(experiments/([a-z0-9-]+)/table\\.md\\)");
        private static final Map<String, String> HEADS = Map.of(
                "linear", "linear",
                "linear on mean and deviation", "linear-moments",
                "attention", "attention",
                "mIoU, convolutional head", "segmentation-miou",
                "mIoU, ridge", "ridge-miou");
        private static final Set<String> IMAGE_CODECS = Set.of("JPEG", "JPEG 2000", "WebP");
        private static final List<Predicate<String>> COLUMNS = List.of(
                "nec4j trained"::equals,
                "nec4j pooled layer"::equals,
                "nec4j transform"::equals,
                system -> system.startsWith("NEC"),
                IMAGE_CODECS::contains,
                system -> !system.startsWith("nec4j")
                        && !system.startsWith("NEC")
                        && !IMAGE_CODECS.contains(system)
                        && !system.startsWith("raw")
                        && !system.startsWith("uncompressed"));

        private String experiment = "";

        String row(String line) {
            String what = line.substring(2, line.indexOf(" | ", 2));
            Matcher named = EXPERIMENT.matcher(what);
            if (named.find()) {
                experiment = named.group(1);
            }
            String head = HEADS.get(what.substring(what.indexOf(": ") + 2));
            assertThat(head).as(line).isNotNull();
            Results results = Results.read(ROOT.resolve("experiments/" + experiment + "/results.json"));
            double uncompressed =
                    results.accuracy(head, "uncompressed embedding").orElseThrow();
            List<String> cells = new ArrayList<>(List.of(what, percent(uncompressed) + " %"));
            for (Predicate<String> column : COLUMNS) {
                cells.add(cell(
                        results.rows(head).stream()
                                .filter(row -> column.test(row.system()))
                                .toList(),
                        uncompressed));
            }
            return "| " + String.join(" | ", cells) + " |";
        }

        private static String cell(List<Measurement> rows, double uncompressed) {
            List<Measurement> near = rows.stream()
                    .filter(row -> Math.round(1000 * row.accuracy()) >= Math.round(1000 * uncompressed) - 10)
                    .toList();
            boolean isOne = rows.stream().map(Measurement::system).distinct().count() == 1;
            return near.stream()
                    .min(Comparator.comparingDouble(Measurement::bytes))
                    .map(row -> told(row, isOne))
                    .or(() -> rows.stream()
                            .max(Comparator.comparingDouble(Measurement::accuracy))
                            .map(row -> "(" + told(row, isOne) + ")"))
                    .orElse("-");
        }

        private static String told(Measurement row, boolean isOne) {
            return score(row) + (isOne ? "" : ", " + row.system());
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
