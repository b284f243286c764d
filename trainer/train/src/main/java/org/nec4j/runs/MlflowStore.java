package org.nec4j.runs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.io.Json;
import org.nec4j.codec.io.Sha256;
import org.nec4j.config.Setting;
import org.nec4j.run.MetricTable;
import org.nec4j.run.PlainRun;
import org.nec4j.run.RunFolder;

/**
 * Runs as MLflow keeps them in files, for {@code mlflow ui --backend-store-uri DIR}. An experiment's runs lie in one experiment of the
 * store; ids follow from names and times, so that a run that is written again replaces itself.
 *
 * <pre>
 *   EXPERIMENT/meta.yaml
 *   EXPERIMENT/RUN/meta.yaml        when it began and how it stands
 *   EXPERIMENT/RUN/params/KEY       every setting
 *   EXPERIMENT/RUN/metrics/NAME     lines of time, value and step: train/..., validation/..., and what the run came to
 *   EXPERIMENT/RUN/tags/NAME        where its folder lies, code and machine
 * </pre>
 *
 * <p>Runs log no time with their steps: every line bears the time at which the run began, and the step is the axis to plot over.
 */
public final class MlflowStore {
    private static final int ID_DIGITS = 18;
    private static final int LOCAL = 4;

    /** MLflow refuses longer values. */
    private static final int MOST_LETTERS = 6000;

    private final Path root;

    /** @param root the store's folder, made if it is not there */
    public MlflowStore(Path root) {
        this.root = root;
    }

    /** Writes the runs of a folder, or one run; how many. Throws UserException where there are none or the store cannot be written. */
    public int write(Path folder) {
        List<Path> runs = RunList.within(folder);
        for (Path run : runs) {
            try {
                write(Standing.of(run), PlainRun.isAny(run) ? new RunFolder(run) : RunFolder.open(run));
            } catch (IOException e) {
                throw new UserException(
                        root + ": cannot be written (" + AtomicFile.reason(e) + "); check free space and permissions",
                        e);
            }
        }
        return runs.size();
    }

    private void write(Standing standing, RunFolder folder) throws IOException {
        String name = standing.setting("experiment.name").map(MlflowStore::bare).orElse("nec4j");
        String experiment = decimal(name);
        String id = digest(standing.name() + standing.began()).substring(0, 32);
        long began = standing.began().toInstant().toEpochMilli();
        Path place = root.resolve(experiment);
        Path run = place.resolve(id);
        for (String part : List.of("params", "metrics", "tags", "artifacts")) {
            Files.createDirectories(run.resolve(part));
        }
        for (Setting setting : standing.settings()) {
            text(run.resolve("params").resolve(allowed(setting.key())), shortened(setting.value()));
        }
        lines(run, "train/", folder.measured(), began);
        lines(run, "validation/", folder.heldOut(), began);
        for (Map.Entry<String, Object> entry : folder.summary().entrySet()) {
            if (entry.getValue() instanceof Number number) {
                text(
                        run.resolve("metrics").resolve(allowed(entry.getKey())),
                        line(began, number.doubleValue(), standing.step()));
            }
        }
        tags(run, standing, folder);
        long ended = Files.getLastModifiedTime(standing.folder().resolve("config.conf"))
                .toMillis();
        long took = (long) (1000 * standing.metric(Metric.SECONDS).orElse(0));
        meta(
                run,
                List.of(
                        "artifact_uri: "
                                + quoted(run.resolve("artifacts").toUri().toString()),
                        "end_time: "
                                + (standing.state() == Standing.State.RUNNING ? "null" : Math.max(ended, began + took)),
                        "entry_point_name: ''",
                        "experiment_id: " + quoted(experiment),
                        "lifecycle_stage: active",
                        "run_id: " + id,
                        "run_name: " + quoted(standing.name()),
                        "run_uuid: " + id,
                        "source_name: ''",
                        "source_type: " + LOCAL,
                        "source_version: ''",
                        "start_time: " + began,
                        "status: " + status(standing.state()),
                        "tags: []",
                        "user_id: ''"));
        meta(
                place,
                List.of(
                        "artifact_location: " + quoted(place.toUri().toString()),
                        "creation_time: " + began,
                        "experiment_id: " + quoted(experiment),
                        "last_update_time: " + began,
                        "lifecycle_stage: active",
                        "name: " + quoted(name)));
    }

    private static void tags(Path run, Standing standing, RunFolder folder) throws IOException {
        Path tags = run.resolve("tags");
        text(tags.resolve("mlflow.runName"), standing.name());
        text(
                tags.resolve("nec4j.folder"),
                standing.folder().toAbsolutePath().normalize().toString());
        text(tags.resolve("nec4j.state"), standing.words());
        List<Map<String, Object>> sessions = folder.sessions();
        if (!sessions.isEmpty() && sessions.get(sessions.size() - 1).get("code") instanceof Map<?, ?> code) {
            for (Map.Entry<?, ?> entry : code.entrySet()) {
                if (entry.getValue() instanceof String value) {
                    text(tags.resolve(allowed("nec4j.code." + entry.getKey())), value);
                }
            }
        }
    }

    /** A file a column, a line a step; none of a column without lines, which keeps MLflow from opening the whole experiment. */
    private static void lines(Path run, String prefix, MetricTable table, long time) throws IOException {
        for (int column = 0; column < table.columns().size(); column++) {
            StringBuilder lines = new StringBuilder();
            for (int row = 0; row < table.steps().length; row++) {
                lines.append(line(time, table.values()[column][row], (long) table.steps()[row]));
            }
            Path file = run.resolve("metrics")
                    .resolve(prefix + allowed(table.columns().get(column)));
            if (lines.isEmpty()) {
                Files.deleteIfExists(file);
            } else {
                text(file, lines.toString());
            }
        }
    }

    private static String line(long time, double value, long step) {
        return time + " " + python(value) + " " + step + "\n";
    }

    /** As Python's float() reads it. */
    private static String python(double value) {
        return Double.isInfinite(value)
                ? (value > 0 ? "inf" : "-inf")
                : Double.isNaN(value) ? "nan" : Double.toString(value);
    }

    private static int status(Standing.State state) {
        return switch (state) {
            case RUNNING -> 1;
            case FINISHED -> 3;
            case FAILED -> 4;
            case STOPPED -> 5;
        };
    }

    private static void text(Path file, String content) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    /** Last of its folder, and whole or not there: MLflow passes over folders without one. */
    private static void meta(Path folder, List<String> lines) {
        AtomicFile.write(
                folder.resolve("meta.yaml"), (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** YAML reads JSON's strings. */
    private static String quoted(String text) {
        return Json.write(text);
    }

    /** A setting's text without the quotes of settings files. */
    private static String bare(String value) {
        return value.replaceAll("^\"(.*)\"$", "$1");
    }

    /** With what MLflow takes in names. */
    private static String allowed(String key) {
        return key.replaceAll("[^\\w.\\- ]", "_");
    }

    private static String shortened(String value) {
        return value.length() <= MOST_LETTERS ? value : value.substring(0, MOST_LETTERS - 3) + "...";
    }

    private static String decimal(String name) {
        return String.format(
                Locale.ROOT, "%0" + ID_DIGITS + "d", Long.parseLong(digest(name).substring(0, ID_DIGITS - 4), 16));
    }

    private static String digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
