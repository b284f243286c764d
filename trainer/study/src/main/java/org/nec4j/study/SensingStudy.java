package org.nec4j.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
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
import org.nec4j.report.Figure;

/**
 * The verb {@code reproduce} for compressed learning: trains every entrant under every condition, once a seed, and writes table.md and
 * curve.svg after each. Stopped or killed, it goes on with the run it was at.
 */
public final class SensingStudy {
    private final SensingStudySettings settings;
    private final Path output;
    private final Path runs;
    private final Console console;
    private final Map<String, Scenes> scenes = new LinkedHashMap<>();

    private SensingStudy(SensingStudySettings settings, Path output, Path runs, Console console) {
        this.settings = settings;
        this.output = output;
        this.runs = runs;
        this.console = console;
    }

    /**
     * Runs a study, or what is left of it.
     *
     * @param output receives table.md, results.json and curve.svg
     * @param work   receives the runs
     * @return a sentence of what came out
     * @throws UserException where anything it names is missing or cannot be used
     */
    public static String reproduce(Path file, Path output, Path work, Console console) {
        SensingStudySettings settings = Configs.sensingStudy(file).settings();
        String name = file.toAbsolutePath().getParent().getFileName().toString();
        return new SensingStudy(settings, output, work.resolve(name), console).run();
    }

    private String run() {
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
        SensingTable table = new SensingTable(settings, left.size());
        try (Progress progress = console.progress("measuring", left.size(), "runs")) {
            for (int i = 0; i < left.size(); i++) {
                left.get(i).run();
                write("table.md", table.of(done));
                write("results.json", table.json(done));
                Optional<Figure> figure = table.figure(done);
                figure.ifPresent(drawn -> write("curve.svg", drawn.toSvg()));
                progress.at(i + 1.0);
            }
        }
        return table.verdict(done) + "; " + done.size() + " runs in " + output;
    }

    private void write(String name, String text) {
        AtomicFile.write(output.resolve(name), text.getBytes(StandardCharsets.UTF_8));
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
        String folder = condition.name() + "_" + entrant.name() + "_" + seed;
        Path place = runs.resolve(folder.replaceAll("[^A-Za-z0-9._-]+", "-"));
        try {
            Files.createDirectories(place);
        } catch (IOException e) {
            throw new UserException(
                    place + ": cannot be made (" + e.getMessage() + "); name another folder with --work", e);
        }
        Judgement judgement = OnboardTraining.train(config, place, images, console, () -> false)
                .finished()
                .orElseThrow(() -> new IllegalStateException("a run that nobody stopped is not finished"));
        return new SensingPoint(condition.name(), entrant.name(), seed, judgement);
    }
}
