package org.nec4j.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.nec4j.data.ByteImage;
import org.nec4j.data.PngWriter;
import org.nec4j.objective.Reported;
import org.nec4j.run.MetricsFile;
import org.nec4j.step.Losses;
import org.nec4j.tensorboard.EventFile;

/**
 * What a run measures, in files that a resumed run goes on with as if it had never stopped.
 *
 * <pre>
 *   metrics.csv                  a line a logged step: what it measured before it moved the parameters, and how far it moved them
 *   validation.csv               a line a saved state: the same on images that the run does not learn from
 *   events.out.tfevents.nec4j    both for TensorBoard, with pictures
 * </pre>
 */
final class RunMetrics implements AutoCloseable {
    static final String EVENTS = "events.out.tfevents.nec4j";
    private static final String VALIDATION_TAG = "validation/";
    private static final String PICTURE_TAG = "original_masked_guessed/";
    private static final List<String> LEARNING_RATE = List.of("learning_rate");
    private static final List<String> NORMS = List.of("gradient_norm", "update_norm", "parameter_norm");
    private static final String LOSS = Losses.LOSS;

    private final List<String> reported;
    private final List<String> reportedHeldOut;
    private final MetricsFile steps;
    private final MetricsFile validation;
    private final EventFile events;

    private RunMetrics(Path run, List<Reported> reported, long first) {
        this.reported = reported.stream().map(Reported::column).toList();
        this.reportedHeldOut = reported.stream()
                .filter(Reported::heldOut)
                .map(Reported::column)
                .toList();
        // A state's own measurement is written before the state and belongs to it.
        this.steps = MetricsFile.open(run.resolve(MetricsFile.STEPS), stepColumns(), first);
        this.validation = MetricsFile.open(run.resolve(MetricsFile.VALIDATION), validationColumns(), first + 1);
        this.events = EventFile.open(
                run.resolve(EVENTS), (step, tag) -> step < first || step == first && tag.startsWith(VALIDATION_TAG));
    }

    /** Opens the files of a run that goes on after so many updates; the columns are what its objective reports. */
    static RunMetrics open(Path run, List<Reported> reported, long first) {
        return new RunMetrics(run, reported, first);
    }

    private List<String> stepColumns() {
        return Stream.of(LEARNING_RATE, List.of(LOSS), reported, NORMS)
                .flatMap(List::stream)
                .toList();
    }

    private List<String> validationColumns() {
        return Stream.of(List.of(LOSS), reportedHeldOut).flatMap(List::stream).toList();
    }

    /** Logs a step. */
    void step(long step, Map<String, Double> metrics) {
        double[] values = stepColumns().stream()
                .mapToDouble(column -> metrics.getOrDefault(column, Double.NaN))
                .toArray();
        steps.append(step, values);
        events.scalars(step, tagged("train/", stepColumns(), values));
    }

    /** Logs what the state after so many updates came to on images that it did not learn from. */
    void validation(long updates, Losses losses) {
        double[] values = DoubleStream.concat(DoubleStream.of(losses.loss()), numbers(losses, reportedHeldOut))
                .toArray();
        validation.append(updates, values);
        events.scalars(updates, tagged(VALIDATION_TAG, validationColumns(), values));
    }

    /** Logs pictures of images that the run does not learn from, as the state after so many updates sees them. */
    void pictures(long updates, List<ByteImage> pictures) {
        for (int i = 0; i < pictures.size(); i++) {
            ByteImage picture = pictures.get(i);
            byte[] png = PngWriter.bytes(picture);
            events.image(updates, VALIDATION_TAG + PICTURE_TAG + (i + 1), picture.width(), picture.height(), png);
        }
    }

    /** Puts everything on the disk. */
    void force() {
        steps.force();
        validation.force();
        events.force();
    }

    @Override
    public void close() {
        steps.close();
        validation.close();
        events.close();
    }

    private static DoubleStream numbers(Losses losses, List<String> columns) {
        return columns.stream().mapToDouble(losses::value);
    }

    private static Map<String, Double> tagged(String prefix, List<String> columns, double[] values) {
        Map<String, Double> tagged = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            tagged.put(prefix + columns.get(i), values[i]);
        }
        return tagged;
    }
}
