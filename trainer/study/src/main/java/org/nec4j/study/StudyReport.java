package org.nec4j.study;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.config.HeadChoice;
import org.nec4j.config.StudySettings;
import org.nec4j.progress.Console;
import org.nec4j.report.Comparison;
import org.nec4j.report.Curve;
import org.nec4j.report.FactorizedEncoders;
import org.nec4j.report.Figure;
import org.nec4j.report.LatexReport;
import org.nec4j.report.MarkdownReport;
import org.nec4j.report.Measurement;
import org.nec4j.report.PaperFormat;
import org.nec4j.report.RatePoint;
import org.nec4j.report.Results;
import org.nec4j.report.Series;
import org.nec4j.report.Verdict;

/**
 * What a study leaves behind: results.json, table.md and one figure a head.
 *
 * @param images number of test images
 */
record StudyReport(StudySettings settings, int images, Console console) {
    /** The system that the publication's claims are about. */
    static final String NEC = "NEC";

    /** The first lines of a table: what is compared, and how to do it again. */
    Map<String, String> header(Path file) {
        Map<String, String> header = new LinkedHashMap<>();
        header.put("reproduces", settings.reproduces());
        header.put("expected", settings.expected());
        header.put("takes", settings.duration());
        header.put("command", "nec4j reproduce " + file);
        if (settings.fineTune().enabled()) {
            header.put(
                    "fine-tune",
                    settings.fineTune()
                            + "; a seed changes the head's first weights, order, crops and turns of the images");
        }
        return header;
    }

    /** What the rows of the first head say of the paper's claims, and what all rows say of the study's own aims. */
    List<Verdict> verdicts(List<Measurement> rows) {
        String head = rows.get(0).head();
        Claims.Published published =
                switch (settings.task()) {
                    case CLASSIFICATION -> Claims.Published.UC_MERCED;
                    case SEGMENTATION -> Claims.Published.POTSDAM;
                };
        Results results = new Results(settings.title(), Map.of(), rows, List.of());
        List<Verdict> verdicts = new ArrayList<>(Claims.judge(
                published,
                results.curves(head, m -> true),
                NEC,
                results.accuracy(head, settings.uncompressed()).orElseThrow()));
        Aims aims = new Aims(results, settings.uncompressed());
        settings.aims().stream().map(aims::judge).forEach(verdicts::add);
        verdicts.addAll(FactorizedEncoders.verdicts(results));
        return List.copyOf(verdicts);
    }

    /** Writes everything into a folder. */
    void write(Results results, Path output, Set<PaperFormat> formats) {
        text(output.resolve("results.json"), results.toJson());
        text(output.resolve("table.md"), MarkdownReport.of(results, settings.uncompressed(), settings.compared()));
        if (formats.contains(PaperFormat.LATEX)) {
            text(output.resolve("table.tex"), LatexReport.of(results, settings.uncompressed()));
        }
        List<String> heads = results.heads();
        for (String head : heads) {
            String name = head.equals(heads.get(0)) ? "curve" : "curve-" + head;
            List<Series> all = measured(results, head);
            List<Series> chosen = chosen(all);
            figure(results, head, chosen, output.resolve(name), formats);
            if (chosen.size() < all.size()) {
                figure(results, head, all, output.resolve(name + "-all"), formats);
            }
        }
        FactorizedEncoders.figure(results, settings.title(), images)
                .ifPresent(figure -> text(output.resolve("sizes.svg"), figure.toSvg()));
        console.say(settings.name() + ": results.json, table.md and figures are in " + output);
    }

    private List<Series> measured(Results results, String head) {
        List<Series> series = new ArrayList<>();
        results.curves(head, m -> !m.system().equals(settings.uncompressed()))
                .forEach(curve -> series.add(new Series(curve, false)));
        results.curves(head + MarkdownReport.FINE_TUNED, m -> true)
                .forEach(curve -> series.add(
                        new Series(new Curve(curve.system() + ", encoder fine-tuned", curve.points()), false)));
        return series;
    }

    /** The systems of a head's first figure. */
    private List<Series> chosen(List<Series> measured) {
        List<Curve> curves = measured.stream().map(Series::curve).toList();
        List<String> names = settings.figure().isEmpty()
                ? Comparison.leading(curves, settings.compared(), StudySettings.FIGURE)
                : settings.figure();
        names.stream()
                .filter(name -> curves.stream().noneMatch(c -> c.system().equals(name)))
                .forEach(name -> console.say(
                        "the setting figure names \"" + name + "\", which has no point under this head: left out"));
        List<Series> chosen = names.stream()
                .flatMap(
                        name -> measured.stream().filter(s -> s.curve().system().equals(name)))
                .toList();
        return chosen.isEmpty() ? measured : chosen;
    }

    /** Whether a head's score is what publications state: accuracy of a classifier that was trained, of images or of pixels. */
    static boolean isPublished(String head) {
        return head.equals(SegmentationJudge.ACCURACY)
                || Stream.of(HeadChoice.Kind.LINEAR, HeadChoice.Kind.ATTENTION)
                        .anyMatch(kind -> head.startsWith(new HeadChoice(kind, false).toString()));
    }

    private void figure(Results results, String head, List<Series> measured, Path file, Set<PaperFormat> formats) {
        List<Series> series = new ArrayList<>(measured);
        List<StudySettings.Published> published = isPublished(head) ? settings.published() : List.of();
        published.forEach(p -> {
            List<RatePoint> points = new ArrayList<>();
            for (int i = 0; i < p.bytes().size(); i++) {
                points.add(RatePoint.exact(
                        p.source(), p.bytes().get(i), p.accuracy().get(i)));
            }
            series.add(new Series(new Curve(p.system(), points), true));
        });
        Figure figure = new Figure(
                settings.title() + ", " + head + " head",
                images + " test images, " + fits(results.rows(head))
                        + ", bars: 95 % bootstrap intervals over test images",
                series,
                results.accuracy(head.replace(MarkdownReport.FINE_TUNED, ""), settings.uncompressed()));
        text(Path.of(file + ".svg"), figure.toSvg());
        if (formats.contains(PaperFormat.PDF)) {
            AtomicFile.write(Path.of(file + ".pdf"), figure.toPdf());
        }
    }

    /** What a point is: some heads have no seed whatever a study states. */
    private static String fits(List<Measurement> rows) {
        int most = rows.stream().mapToInt(row -> row.accuracies().size()).max().orElse(1);
        return most > 1 ? "mean of " + most + " seeds" : "one fit a point";
    }

    private static void text(Path target, String content) {
        AtomicFile.write(target, content.getBytes(StandardCharsets.UTF_8));
    }
}
