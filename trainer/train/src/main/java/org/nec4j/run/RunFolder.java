package org.nec4j.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonSyntaxException;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.nec4j.assembly.StartingPoint;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.config.Configs;
import org.nec4j.config.Experiment;
import org.nec4j.config.ExperimentSettings;
import org.nec4j.config.Loaded;
import org.nec4j.config.Setting;
import org.nec4j.export.Preprocessing;
import org.nec4j.progress.Console;
import org.nec4j.progress.LogFile;
import org.nec4j.vit.Tensors;

/**
 * The folder of one run.
 *
 * <pre>
 *   config.conf               every setting, resolved, with its origin
 *   original/                 the files that stated them, as they were
 *   sessions/                 who worked on it: overrides, code, libraries, machine
 *   start.safetensors         the tensors the run began with
 *   metrics.csv               one line a logged step
 *   validation.csv            one line a saved state
 *   events.out.tfevents.*     both for TensorBoard
 *   log.txt                   what was told, with the time
 *   checkpoints/last          name of the last whole state
 *   checkpoints/step-*.safetensors
 *   summary.json              what it came to, written at the end
 *   failure.txt               why it stopped where it failed; gone once it goes on
 *   report.html               all of it to look at
 * </pre>
 *
 * @param path the folder
 */
public record RunFolder(Path path) {
    static final String CONFIG = "config.conf";
    private static final String START = "start.safetensors";
    static final String SUMMARY = "summary.json";
    private static final String FAILURE = "failure.txt";
    private static final String LOG = "log.txt";
    private static final String ORIGINAL = "original";
    private static final String ORIGIN_FILE = "checkpoint";
    private static final String ORIGIN_DIGEST = "checkpoint_sha256";
    private static final String PREPROCESSING = "preprocessing";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    /** The folder of a new run, made if it is not there: the one that is wanted, or a new one that is named after the experiment and the time. */
    public static Path place(ExperimentSettings experiment, Optional<Path> wanted) {
        Path runs = experiment.runs();
        if (wanted.isEmpty()) {
            String name = experiment.name() + "-"
                    + LocalDateTime.now(ZoneId.systemDefault()).format(STAMP);
            return unused(runs, name);
        }
        try {
            return Files.createDirectories(wanted.get());
        } catch (IOException e) {
            throw unmade(runs, e);
        }
    }

    /**
     * Writes what a run begins with; the settings come last, so that a folder that has them has all. Throws UserException where a run
     * has begun in the folder.
     *
     * @param folder whose lock the caller holds
     */
    public static RunFolder create(
            Loaded<Experiment> config,
            Path folder,
            StartingPoint start,
            Preprocessing preprocessing,
            Map<String, float[]> bottleneck,
            Map<String, long[]> shapes) {
        requireNoRun(folder);
        SafeTensorsWriter writer = new SafeTensorsWriter()
                .metadata(PREPROCESSING, JsonObject.of(preprocessing.toJson()).toString());
        start.checkpoint().ifPresent(origin -> writer.metadata(ORIGIN_FILE, origin.file())
                .metadata(ORIGIN_DIGEST, origin.sha256()));
        // A checkpoint may hold a decoder that the objective has no use for.
        start.tensors().with(bottleneck).all().entrySet().stream()
                .filter(tensor -> shapes.containsKey(tensor.getKey()))
                .forEach(tensor -> writer.floats(tensor.getKey(), shapes.get(tensor.getKey()), tensor.getValue()));
        Sealed.write(writer, folder.resolve(START));
        keepOriginals(config, folder.resolve(ORIGINAL));
        RunFolder run = new RunFolder(folder);
        run.writeConfig(config);
        return run;
    }

    /** A folder that a run has written; throws UserException if it is none. */
    public static RunFolder open(Path folder) {
        PlainRun.words(folder).ifPresent(kind -> {
            throw new UserException(
                    folder + ": is a run " + kind + ", which this command does not take; `nec4j info` tells what does");
        });
        if (!isRun(folder)) {
            throw new UserException(folder + ": is no run folder (" + CONFIG + " and " + START
                    + " are expected in it); name the folder that `nec4j train` printed");
        }
        return new RunFolder(folder);
    }

    /** Whether a run has written this folder. */
    public static boolean isRun(Path folder) {
        return Files.isRegularFile(folder.resolve(CONFIG)) && Files.isRegularFile(folder.resolve(START));
    }

    /** The run's settings as text, whether or not the files that they name are still there. */
    public List<Setting> stated() {
        return StatedSettings.read(path.resolve(CONFIG));
    }

    /** What it came to; empty while it is not finished. */
    public Map<String, Object> summary() {
        Path file = path.resolve(SUMMARY);
        if (!Files.exists(file)) {
            return Map.of();
        }
        try {
            Map<String, Object> summary = new Gson()
                    .fromJson(Files.readString(file), new TypeToken<LinkedHashMap<String, Object>>() {}.getType());
            return summary == null ? Map.of() : summary;
        } catch (IOException | JsonSyntaxException e) {
            throw new UserException(file + ": cannot be read as JSON; move it away to go on without it", e);
        }
    }

    /** What it measured while training. */
    public MetricTable measured() {
        return MetricTable.read(path.resolve(MetricsFile.STEPS));
    }

    /** What it measured on images that it does not learn from. */
    public MetricTable heldOut() {
        return MetricTable.read(path.resolve(MetricsFile.VALIDATION));
    }

    /** Updates that its last saved state has behind it; nothing where none was saved. */
    public OptionalLong lastStep() {
        return RunState.lastStep(path);
    }

    /** Whether a process works on it now. */
    public boolean isWorkedOn() {
        return RunLock.isHeld(path);
    }

    /** Who worked on it, the first session first. */
    public List<Map<String, Object>> sessions() {
        return SessionRecord.read(path);
    }

    /** What all sessions did, as far as they saved it. */
    public SessionRecord.Worked worked() {
        return SessionRecord.worked(path);
    }

    /** Why the run of this folder stopped, where it failed and has not gone on since; also of one that could not even begin. */
    public static Optional<String> failure(Path folder) {
        Path file = folder.resolve(FAILURE);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    /** Keeps for later why the run of this folder stopped; an empty reason says that it goes on. */
    public static void keepFailure(Path folder, String why) {
        if (why.isEmpty()) {
            AtomicFile.delete(folder.resolve(FAILURE));
        } else {
            AtomicFile.write(folder.resolve(FAILURE), (why + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** As {@link #keepFailure(Path, String)}, in the words of {@link #told}. */
    public static void keepFailure(Path folder, Throwable why) {
        keepFailure(folder, told(why));
    }

    /** What is said of a failure: its own message, and what to do where memory ran out. */
    public static String told(Throwable why) {
        return why instanceof OutOfMemoryError
                ? "out of memory (" + why.getMessage() + "); lower data.batch-size, or give the heap more with"
                        + " NEC4J_HEAP=8g and arrays more with NEC4J_OFFHEAP=8g."
                : String.valueOf(why.getMessage());
    }

    /** The run's settings as they were resolved when it began or was last resumed. */
    public Loaded<Experiment> config() {
        return config(List.of());
    }

    /** The same with {@code key=value} on top. */
    public Loaded<Experiment> config(List<String> assignments) {
        return Configs.experiment(path.resolve(CONFIG), assignments);
    }

    /** Writes every setting with where it was stated, as {@code config.conf}. */
    public void writeConfig(Loaded<Experiment> config) {
        AtomicFile.write(path.resolve(CONFIG), config.render().getBytes(StandardCharsets.UTF_8));
    }

    /** The tensors that the run began with, the bottleneck's included. */
    public Tensors start() {
        try (SafeTensors file = Sealed.open(path.resolve(START))) {
            Map<String, float[]> values = new LinkedHashMap<>();
            file.names().forEach(name -> values.put(name, file.floats(name)));
            return new Tensors(values);
        }
    }

    /** The checkpoint that the run's weights stem from. */
    public Optional<StartingPoint.Origin> origin() {
        try (SafeTensors file = Sealed.open(path.resolve(START))) {
            return Optional.ofNullable(file.metadata().get(ORIGIN_FILE))
                    .map(name -> new StartingPoint.Origin(name, file.metadata().getOrDefault(ORIGIN_DIGEST, "")));
        }
    }

    /** How the run looks at images when nothing is random. */
    public Preprocessing preprocessing() {
        Path file = path.resolve(START);
        try (SafeTensors start = Sealed.open(file)) {
            return Optional.ofNullable(start.metadata().get(PREPROCESSING))
                    .map(json -> Preprocessing.read(JsonObject.parse(json, file + ", " + PREPROCESSING)))
                    .orElseThrow(() ->
                            new UserException(file + ": does not say how the run looks at images; train it again"));
        }
    }

    /** The model as the run's last saved state left it. */
    public Tensors trained() {
        return trained(RunState.LAST);
    }

    /** The model of a state that the run keeps: "last", "best", or a number of updates. */
    public Tensors trained(String state) {
        return start().with(RunState.kept(path, state).tensors());
    }

    /** A console that also writes what it is told, with the time, to the end of the run's log. */
    public Console logged(Console console) {
        Path log = path.resolve(LOG);
        try {
            return Console.both(console, LogFile.appending(log));
        } catch (UncheckedIOException e) {
            throw withWhatIsKept(new UserException(
                    log + ": cannot be written (" + e.getCause().getMessage() + "); check free space and permissions",
                    e.getCause()));
        }
    }

    /** A disk that is full or may not be written costs the steps since the last saved state, and no more: the message says so. */
    public UserException withWhatIsKept(UserException e) {
        OptionalLong step = lastStep();
        return e.getCause() instanceof IOException && step.isPresent()
                ? new UserException(
                        e.getMessage() + "; the state after " + step.getAsLong()
                                + " steps is whole, go on from it with --resume " + path,
                        e)
                : e;
    }

    /** Writes what a finished run came to, by name, as {@code summary.json}. */
    public void writeSummary(Map<String, ?> summary) {
        Gson gson = new GsonBuilder()
                .setPrettyPrinting()
                .serializeSpecialFloatingPointValues()
                .create();
        AtomicFile.write(path.resolve(SUMMARY), (gson.toJson(summary) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Numbered, because files of several folders may share a name. */
    private static void keepOriginals(Loaded<Experiment> config, Path folder) {
        List<Path> files = new ArrayList<>(config.files());
        files.addAll(config.settings().data().sets());
        for (int i = 0; i < files.size(); i++) {
            try {
                AtomicFile.write(
                        folder.resolve(i + "-" + files.get(i).getFileName()), Files.readAllBytes(files.get(i)));
            } catch (IOException e) {
                throw new UserException(files.get(i) + ": cannot be read (" + e.getMessage() + ")", e);
            }
        }
    }

    private static void requireNoRun(Path folder) {
        if (isRun(folder)) {
            throw new UserException(folder + ": holds a run already; go on with --resume " + folder
                    + ", or move the folder away to begin anew");
        }
    }

    private static Path unused(Path runs, String name) {
        try {
            Files.createDirectories(runs);
            for (int i = 1; ; i++) {
                Path folder = runs.resolve(i == 1 ? name : name + "-" + i);
                try {
                    return Files.createDirectory(folder);
                } catch (FileAlreadyExistsException e) {
                    continue;
                }
            }
        } catch (IOException e) {
            throw unmade(runs, e);
        }
    }

    private static UserException unmade(Path runs, IOException e) {
        return new UserException(
                runs + ": no run folder can be made there (" + e.getMessage()
                        + "); set experiment.runs to a folder that can be written",
                e);
    }
}
