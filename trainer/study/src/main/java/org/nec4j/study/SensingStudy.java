package org.nec4j.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.Loaded;
import org.nec4j.config.SensingExperiment;
import org.nec4j.config.SensingStudySettings;
import org.nec4j.config.SensingStudySettings.Condition;
import org.nec4j.config.SensingStudySettings.Named;
import org.nec4j.onboard.Judgement;
import org.nec4j.onboard.OnboardTraining;
import org.nec4j.onboard.Scenes;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/**
 * The verb {@code reproduce} for compressed learning: trains every entrant under every condition, once a seed, and writes table.md and
 * curve.svg after each. Stopped or killed, it goes on with the run it was at.
 */
public final class SensingStudy {
    private final SensingStudySettings settings;
    private final StudyFolders folders;
    private final Console console;
    private final Map<String, Scenes> scenes = new LinkedHashMap<>();

    private SensingStudy(SensingStudySettings settings, StudyFolders folders, Console console) {
        this.settings = settings;
        this.folders = folders;
        this.console = console;
    }

    /**
     * Runs a study, or what is left of it.
     *
     * @param output receives table.md, results.json and curve.svg
     * @param work   receives the runs
     * @return what came out, a line each
     * @throws UserException where anything it names is missing or cannot be used
     */
    public static List<String> reproduce(Path file, Path output, Path work, Console console) {
        SensingStudySettings settings = Configs.sensingStudy(file).settings();
        return new SensingStudy(settings, StudyFolders.of(file, output, work), console).run();
    }

    private List<String> run() {
        List<SensingPoint> done = new ArrayList<>();
        List<Runnable> left = new ArrayList<>();
        for (Condition condition : settings.conditions()) {
            for (long seed : settings.seeds()) {
                for (Named entrant : settings.under(condition)) {
                    Loaded<SensingExperiment> config = config(condition, entrant, seed);
                    left.add(() -> done.add(point(condition, entrant, seed, config)));
                }
            }
        }
        try (Progress progress = console.progress("measuring", left.size(), "runs")) {
            for (int i = 0; i < left.size(); i++) {
                left.get(i).run();
                SensingTable table = new SensingTable(settings, left.size(), done);
                folders.write("table.md", table.markdown());
                folders.write(StudyFolders.RESULTS, table.json());
                table.figure().ifPresent(drawn -> folders.write("curve.svg", drawn.toSvg()));
                progress.at(i + 1.0);
            }
        }
        List<String> lines = new ArrayList<>(new SensingTable(settings, left.size(), done).verdicts());
        lines.add(done.size() + " runs in " + folders.output());
        return lines;
    }

    private Loaded<SensingExperiment> config(Condition condition, Named entrant, long seed) {
        List<String> assignments = new ArrayList<>(condition.settings());
        assignments.addAll(entrant.settings());
        assignments.add("experiment.seed=" + seed);
        return Configs.sensing(condition.base().orElse(settings.base()), assignments);
    }

    private SensingPoint point(Condition condition, Named entrant, long seed, Loaded<SensingExperiment> config) {
        SensingExperiment experiment = config.settings();
        Scenes images = scenes.computeIfAbsent(
                experiment.data().set() + " " + experiment.data().side(),
                key -> Scenes.of(experiment.data().set(), experiment.data().side()));
        Path place = folders.run(condition.name() + "_" + entrant.name() + "_" + seed);
        Judgement judgement = OnboardTraining.train(config, place, images, console, () -> false)
                .finished()
                .orElseThrow(() -> new IllegalStateException("a run that nobody stopped is not finished"));
        return new SensingPoint(condition.name(), entrant.name(), seed, judgement);
    }
}
