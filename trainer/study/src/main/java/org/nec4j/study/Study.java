package org.nec4j.study;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nec4j.audit.Validation;
import org.nec4j.config.Configs;
import org.nec4j.config.StudySettings;
import org.nec4j.progress.Console;
import org.nec4j.report.Measurement;
import org.nec4j.report.PaperFormat;
import org.nec4j.report.Results;

/**
 * The verb {@code reproduce}: measures every rate point of a study that is not yet on the disk, and writes results.json, table.md
 * and one figure a head. A rate point is measured again only if its settings, the data, the checkpoint or the code changed.
 */
public final class Study {
    private Study() {}

    /**
     * Runs a study, or what is left of it.
     *
     * @param file    the study
     * @param output  folder of results.json, table.md and figures
     * @param work    folder of the rate points measured so far, and of training runs
     * @param formats what is written for papers, beside SVG figures and a Markdown table
     * @throws org.nec4j.codec.error.UserException where anything it names is missing or cannot be used
     */
    public static Results reproduce(Path file, Path output, Path work, Set<PaperFormat> formats, Console console) {
        StudySettings settings = Configs.study(file).settings();
        Validation.requireStudy(file);
        Ground ground = new Ground(settings, work, console);
        TaskStudy study =
                switch (settings.task()) {
                    case CLASSIFICATION -> new ClassificationStudy(ground);
                    case SEGMENTATION -> new SegmentationStudy(ground);
                };
        StudyReport report = new StudyReport(settings, study.testImages(), console);
        List<Measurement> rows = new RowStore(work.resolve("rows")).rows(study.tasks(), ground.identity(), console);
        if (!study.spent().isEmpty()) {
            console.say("time went to " + study.spent());
        }
        Map<String, String> header = report.header(file);
        header.put("data", study.data());
        header.put("encoder", ground.origin());
        header.putAll(study.header());
        rows = withEarlier(settings, rows, header, file);
        Results results = new Results(settings.title(), header, rows, report.verdicts(rows));
        report.write(results, output, formats);
        return results;
    }

    private static List<Measurement> withEarlier(
            StudySettings settings, List<Measurement> rows, Map<String, String> header, Path file) {
        if (settings.earlier().isEmpty()) {
            return rows;
        }
        Set<String> heads = rows.stream().map(Measurement::head).collect(Collectors.toCollection(LinkedHashSet::new));
        EarlierRows earlier = EarlierRows.of(settings.earlier(), header, heads, file);
        header.put("earlier", earlier.sentence());
        return Stream.concat(rows.stream(), earlier.rows().stream()).toList();
    }
}
