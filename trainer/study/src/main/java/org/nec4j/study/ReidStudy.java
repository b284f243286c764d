package org.nec4j.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nec4j.config.Configs;
import org.nec4j.config.Loaded;
import org.nec4j.config.ReidExperiment;
import org.nec4j.config.ReidStudySettings;
import org.nec4j.config.SensingStudySettings.Named;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.reid.OpenSetScores;
import org.nec4j.reid.ReidGround;
import org.nec4j.reid.ReidResult;
import org.nec4j.reid.ReidTraining;

/**
 * The verb {@code reproduce} for codes: trains every code once a seed, and writes results.json, table.md and curve.svg after each. Stopped or killed, it
 * goes on with the run it was at.
 */
public final class ReidStudy {
    private final ReidStudySettings settings;
    private final StudyFolders folders;
    private final Console console;
    private String groundKey = "";
    private ReidGround ground;

    private ReidStudy(ReidStudySettings settings, StudyFolders folders, Console console) {
        this.settings = settings;
        this.folders = folders;
        this.console = console;
    }

    /**
     * Runs a study, or what is left of it.
     *
     * @param output receives results, table and figure
     * @param work   keeps runs
     * @return the verdict and where all lies, in a line
     */
    public static String reproduce(Path file, Path output, Path work, Console console) {
        ReidStudySettings settings = Configs.reidStudy(file).settings();
        return new ReidStudy(settings, StudyFolders.of(file, output, work), console).run();
    }

    private String run() {
        int codes =
                settings.codes().stream().mapToInt(line -> line.points().size()).sum();
        ReidTable table = new ReidTable(settings, codes);
        List<ReidPoint> points = new ArrayList<>();
        try (Progress progress =
                console.progress("measuring", (long) codes * settings.seeds().size(), "runs")) {
            int done = 0;
            for (ReidStudySettings.Line line : settings.codes()) {
                for (Named code : line.points()) {
                    List<ReidResult> results = new ArrayList<>();
                    for (long seed : settings.seeds()) {
                        results.add(result(code, seed));
                        progress.at(++done);
                    }
                    points.add(new ReidPoint(line.line(), code.name(), results));
                    folders.write("table.md", table.of(points));
                    table.figure(points).ifPresent(drawn -> folders.write("curve.svg", drawn.toSvg()));
                    EvaluationJson.write(json(table, points), folders.output().resolve(StudyFolders.RESULTS));
                }
            }
        }
        return table.verdict(points) + "; " + points.size() + " codes in " + folders.output();
    }

    private Map<String, Object> json(ReidTable table, List<ReidPoint> points) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("title", settings.title());
        all.put("verdict", table.verdict(points));
        all.put("seeds", settings.seeds());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (ReidPoint point : points) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("line", point.line());
            row.put("code", point.name());
            row.put("payload_bytes", point.first().payloadBytes());
            row.put("file_bytes", point.first().fileBytes());
            row.put("compression", point.first().ratio());
            row.put("identities", point.first().identities());
            row.put("queries", point.first().scores().queries());
            row.put("gallery", point.first().scores().gallery());
            row.put("map", point.map());
            row.put("map_low", point.interval().low());
            row.put("map_high", point.interval().high());
            for (int rank : OpenSetScores.RANKS) {
                row.put("cmc_" + rank, point.cmc(rank));
            }
            row.put(
                    "map_a_seed",
                    point.results().stream()
                            .map(r -> r.scores().meanAveragePrecision())
                            .toList());
            rows.add(row);
        }
        all.put("codes", rows);
        return all;
    }

    private ReidResult result(Named code, long seed) {
        List<String> assignments = new ArrayList<>(code.settings());
        assignments.add("experiment.seed=" + seed);
        Loaded<ReidExperiment> config = Configs.reid(settings.base(), assignments);
        String key = ReidGround.key(config.settings());
        if (!key.equals(groundKey)) {
            ground = null; // lets go of the one before first
            ground = ReidGround.of(config.settings(), console);
            groundKey = key;
        }
        Path place = folders.run(code.name() + "_" + seed);
        return ReidTraining.train(config, place, ground, console, () -> false)
                .finished()
                .orElseThrow(() -> new IllegalStateException("a run that nobody stopped is not finished"));
    }
}
