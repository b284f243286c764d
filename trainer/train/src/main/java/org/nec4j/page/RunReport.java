package org.nec4j.page;

import com.google.gson.Gson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.nec4j.assembly.Blueprint;
import org.nec4j.assembly.TrainingImages;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Experiment;
import org.nec4j.config.Setting;
import org.nec4j.convert.RunExport;
import org.nec4j.data.ImageSource;
import org.nec4j.export.Prediction;
import org.nec4j.export.Preprocessing;
import org.nec4j.nn.LayerContext;
import org.nec4j.objective.Objective;
import org.nec4j.picture.CodecView;
import org.nec4j.picture.Looks;
import org.nec4j.progress.Console;
import org.nec4j.run.RunFolder;
import org.nec4j.run.RunState;
import org.nec4j.run.SessionFacts;
import org.nec4j.run.Siblings;
import org.nec4j.vit.Tensors;

/** The verb {@code report}: a run's page, {@code report.html} in its folder, written anew from what the folder holds. */
public final class RunReport {
    private final RunFolder folder;
    private final List<Setting> settings;

    private RunReport(RunFolder folder) {
        this.folder = folder;
        this.settings = folder.stated();
    }

    /**
     * Writes the page of any run, finished or not. Pictures need the run's images and a saved state; without them the page has none,
     * and the console is told why.
     *
     * @return the page
     */
    public static Path write(Path run, Console console) {
        RunReport report = new RunReport(RunFolder.open(run));
        report.write(report.looks(console));
        return run.resolve(RunPage.NAME);
    }

    /** Writes the page of a run that has its images and tensors at hand; a page that fails is told, and does not undo the run. */
    public static void write(
            RunFolder folder, Experiment experiment, Tensors trained, ImageSource heldOut, Console console) {
        attempt(console, () -> {
            RunReport report = new RunReport(folder);
            report.write(report.looks(experiment, trained, heldOut, console));
        });
    }

    /** Writes the page without pictures, which costs next to nothing while a run is under way. */
    public static void writeCurves(RunFolder folder, Console console) {
        attempt(console, () -> new RunReport(folder).write(Looks.none()));
    }

    private static void attempt(Console console, Runnable writing) {
        try {
            writing.run();
        } catch (UserException e) {
            console.say(RunPage.NAME + " was not written: " + e.getMessage());
        }
    }

    private Looks looks(Console console) {
        Experiment experiment;
        Tensors trained;
        ImageSource heldOut;
        try {
            experiment = folder.config().settings();
            trained = folder.trained();
            heldOut = new TrainingImages(experiment).heldOut();
        } catch (UserException e) {
            console.say("The page has no pictures: " + e.getMessage());
            return Looks.none();
        }
        return looks(experiment, trained, heldOut, console);
    }

    private Looks looks(Experiment experiment, Tensors trained, ImageSource heldOut, Console console) {
        Blueprint blueprint = Blueprint.of(experiment);
        Optional<Looks.Model> model =
                model(blueprint, folder.preprocessing(), trained, LayerContext.of(Backend.kernels()));
        if (model.isEmpty()) {
            return Looks.none();
        }
        Optional<CodecView> codec = blueprint.entropy().map(entropy -> view(folder, trained, console));
        List<Supplier<CodecView>> siblings = Siblings.of(folder.path(), settings).stream()
                .<Supplier<CodecView>>map(sibling -> () -> view(sibling, sibling.trained(), console))
                .toList();
        return Looks.at(model.get(), codec, siblings, heldOut, console);
    }

    /** A run's model as pictures are drawn of it; nothing where it has no decoder to draw with. */
    public static Optional<Looks.Model> model(
            Blueprint blueprint, Preprocessing preprocessing, Tensors trained, LayerContext context) {
        Objective objective = blueprint.objective();
        return objective
                .tail()
                .pixels()
                .map(decoder -> new Looks.Model(
                        blueprint.shape(),
                        trained,
                        preprocessing,
                        new Prediction(decoder.normalizedPixels()),
                        objective.maskRatio(),
                        context));
    }

    private static CodecView view(RunFolder folder, Tensors trained, Console console) {
        String name = String.valueOf(folder.path().getFileName());
        return CodecView.of(RunExport.codec(folder, trained, true, console).toBytes(), name);
    }

    private void write(Looks looks) {
        Path run = folder.path();
        Map<String, Object> summary = folder.summary();
        String title = text("experiment.title");
        RunRecord told = new RunRecord(
                String.valueOf(run.getFileName()),
                title.isBlank() ? text("experiment.name") : title,
                state(summary),
                settings,
                folder.measured(),
                folder.heldOut(),
                summary,
                facts());
        RunPage.write(run, told, looks);
    }

    private String state(Map<String, Object> summary) {
        if (summary.get("steps") instanceof Number steps) {
            return String.format(Locale.ROOT, "finished after %,d steps", steps.longValue());
        }
        return Files.exists(folder.path().resolve(RunState.FOLDER).resolve(RunState.POINTER))
                ? String.format(
                        Locale.ROOT,
                        "saved after %,d steps, not finished",
                        RunState.last(folder.path()).step())
                : "not saved yet";
    }

    private Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        folder.origin()
                .ifPresent(origin -> facts.put("base checkpoint", origin.file() + ", sha256 " + origin.sha256()));
        facts.put("seed", text("experiment.seed"));
        facts.putAll(SessionFacts.of(folder.sessions()));
        return facts;
    }

    /** A setting as text; HOCON writes texts as JSON does. */
    private String text(String key) {
        return settings.stream()
                .filter(setting -> setting.key().equals(key))
                .map(setting -> new Gson().fromJson(setting.value(), String.class))
                .findFirst()
                .orElse("");
    }
}
