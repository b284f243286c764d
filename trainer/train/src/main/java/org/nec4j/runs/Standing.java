package org.nec4j.runs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Setting;
import org.nec4j.run.MetricTable;
import org.nec4j.run.PlainRun;
import org.nec4j.run.RunFolder;
import org.nec4j.run.SessionRecord;

/**
 * How a run stands.
 *
 * @param folder   the run's
 * @param began    when it began
 * @param state    what can be done with it
 * @param step     updates done, as far as a saved state or, while it is worked on, a line of metrics tells
 * @param steps    of the whole run; 0 where that is not known yet
 * @param failure  why it stopped, where it failed
 * @param metrics  what it measured; those that it has not measured are absent
 * @param settings all of them, as text
 */
public record Standing(
        Path folder,
        OffsetDateTime began,
        State state,
        long step,
        long steps,
        Optional<String> failure,
        Map<Metric, Double> metrics,
        List<Setting> settings) {
    /** Where a run can be. */
    public enum State {
        /** All steps are done. */
        FINISHED,
        /** A process works on it. */
        RUNNING,
        /** It was stopped or killed and can go on. */
        STOPPED,
        /** Something kept it from going on. */
        FAILED
    }

    /** Reads a run's folder; throws UserException where it is none. */
    public static Standing of(Path folder) {
        return PlainRun.isAny(folder) ? ofPlain(folder) : ofRun(folder);
    }

    /** A run on gridded fields, of compressed learning or of codes for re-identification, which writes no summary. */
    private static Standing ofPlain(Path folder) {
        RunFolder run = new RunFolder(folder);
        List<Setting> settings = run.stated();
        long steps = number(settings, "training.steps") + number(settings, "training.clean-steps");
        if (number(settings, "code.bits") < Float.SIZE) {
            steps += number(settings, "training.quantized-steps");
        }
        long saved = run.lastStep().orElse(0);
        State state = run.isWorkedOn() ? State.RUNNING : saved > 0 && saved >= steps ? State.FINISHED : State.STOPPED;
        return new Standing(
                folder,
                began(folder, run.sessions()),
                state,
                saved,
                steps,
                Optional.empty(),
                metrics(Map.of(), run.measured(), run.heldOut(), run.worked()),
                settings);
    }

    /** A whole number among settings, 0 where there is none of that name. */
    private static long number(List<Setting> settings, String key) {
        return settings.stream()
                .filter(setting -> setting.key().equals(key))
                .mapToLong(setting -> Long.parseLong(setting.value()))
                .sum();
    }

    private static Standing ofRun(Path folder) {
        RunFolder run = RunFolder.open(folder);
        Map<String, Object> summary = run.summary();
        List<Map<String, Object>> sessions = run.sessions();
        MetricTable measured = run.measured();
        boolean worked = run.isWorkedOn();
        long saved = run.lastStep().orElse(0);
        // A finished run may have been made longer since.
        boolean finished = !worked && number(summary, "steps").orElse(-1) >= saved && saved > 0;
        Optional<String> failure = finished || worked ? Optional.empty() : RunFolder.failure(folder);
        State state =
                finished ? State.FINISHED : worked ? State.RUNNING : failure.isPresent() ? State.FAILED : State.STOPPED;
        StepCount count = StepCount.of(run);
        return new Standing(
                folder,
                began(folder, sessions),
                state,
                worked ? Math.max(saved, count.done()) : saved,
                count.all(),
                failure,
                metrics(finished ? summary : Map.of(), measured, run.heldOut(), run.worked()),
                run.stated());
    }

    /** The folder's name, below the one that was listed. */
    public String name() {
        return String.valueOf(folder.getFileName());
    }

    /** A metric, if the run has measured it. */
    public OptionalDouble metric(Metric metric) {
        return metrics.containsKey(metric) ? OptionalDouble.of(metrics.get(metric)) : OptionalDouble.empty();
    }

    /** A metric in the digits that are worth reading; empty where the run has not measured it. */
    public String text(Metric metric) {
        return metrics.containsKey(metric) ? metric.text(metrics.get(metric)) : "";
    }

    /** "finished", "stopped at step 120 of 300", "failed at step 7". */
    public String words() {
        String at = step == 0 ? ", nothing saved" : " at step " + step + (steps > 0 ? " of " + steps : "");
        return switch (state) {
            case FINISHED -> "finished";
            case RUNNING -> "running" + (step == 0 ? "" : at);
            case STOPPED -> "stopped" + at;
            case FAILED -> "failed" + at;
        };
    }

    /** A setting as a user reads it; nothing in a run of a version that did not have it. */
    public Optional<String> setting(String key) {
        return settings.stream()
                .filter(setting -> setting.key().equals(key))
                .map(Setting::value)
                .findFirst();
    }

    private static OffsetDateTime began(Path folder, List<Map<String, Object>> sessions) {
        if (!sessions.isEmpty() && sessions.get(0).get("began") instanceof String text) {
            return OffsetDateTime.parse(text);
        }
        Path config = folder.resolve("config.conf");
        try {
            return Files.getLastModifiedTime(config)
                    .toInstant()
                    .atZone(ZoneId.systemDefault())
                    .toOffsetDateTime();
        } catch (IOException e) {
            throw new UserException(config + ": cannot be read (" + e.getMessage() + ")", e);
        }
    }

    private static Map<Metric, Double> metrics(
            Map<String, Object> summary, MetricTable measured, MetricTable heldOut, SessionRecord.Worked worked) {
        Map<Metric, Double> all = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            OptionalDouble summed = number(summary, metric.summaryKey());
            OptionalDouble value =
                    summed.isPresent() ? summed : (metric.isHeldOut() ? heldOut : measured).last(metric.column());
            value.ifPresent(v -> all.put(metric, v));
        }
        if (!all.containsKey(Metric.SECONDS) && worked.steps() > 0) {
            all.put(Metric.SECONDS, worked.seconds());
        }
        return all;
    }

    private static OptionalDouble number(Map<String, Object> record, String key) {
        return record.get(key) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }
}
