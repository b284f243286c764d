package org.nec4j.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nec4j.data.ByteImage;
import org.nec4j.data.PngWriter;
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
    static final String STEPS = "metrics.csv";
    static final String VALIDATION = "validation.csv";
    static final String EVENTS = "events.out.tfevents.nec4j";
    private static final String VALIDATION_TAG = "validation/";
    private static final String PICTURE_TAG = "original_masked_guessed/";
    private static final List<String> STEP_COLUMNS = List.of(
            "learning_rate",
            "loss",
            "distortion",
            "bits_per_image",
            "auxiliary",
            "gradient_norm",
            "update_norm",
            "parameter_norm");
    private static final List<String> VALIDATION_COLUMNS = List.of("loss", "distortion", "bits_per_image");

    private final MetricsFile steps;
    private final MetricsFile validation;
    private final EventFile events;

    private RunMetrics(MetricsFile steps, MetricsFile validation, EventFile events) {
        this.steps = steps;
        this.validation = validation;
        this.events = events;
    }

    /** Opens the files of a run that goes on after so many updates. */
    static RunMetrics open(Path run, long first) {
        // A state's own measurement is written before the state and belongs to it.
        return new RunMetrics(
                MetricsFile.open(run.resolve(STEPS), STEP_COLUMNS, first),
                MetricsFile.open(run.resolve(VALIDATION), VALIDATION_COLUMNS, first + 1),
                EventFile.open(
                        run.resolve(EVENTS),
                        (step, tag) -> step < first || step == first && tag.startsWith(VALIDATION_TAG)));
    }

    /** Logs a step. */
    void step(long step, double learningRate, Session.Outcome outcome) {
        Losses losses = outcome.losses();
        Norms norms = outcome.norms();
        double[] values = {
            learningRate,
            losses.loss(),
            losses.distortion(),
            losses.bitsPerImage(),
            losses.auxiliary(),
            norms.gradient(),
            norms.update(),
            norms.parameters()
        };
        steps.append(step, values);
        events.scalars(step, tagged("train/", STEP_COLUMNS, values));
    }

    /** Logs what the state after so many updates came to on images that it did not learn from. */
    void validation(long updates, Losses losses) {
        double[] values = {losses.loss(), losses.distortion(), losses.bitsPerImage()};
        validation.append(updates, values);
        events.scalars(updates, tagged(VALIDATION_TAG, VALIDATION_COLUMNS, values));
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

    private static Map<String, Double> tagged(String prefix, List<String> columns, double[] values) {
        Map<String, Double> tagged = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            tagged.put(prefix + columns.get(i), values[i]);
        }
        return tagged;
    }
}
