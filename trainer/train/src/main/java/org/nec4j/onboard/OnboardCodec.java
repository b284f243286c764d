package org.nec4j.onboard;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nec4j.backend.Backend;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.Sensor;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.model.SparseMatrix;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.config.Loaded;
import org.nec4j.config.SensingExperiment;
import org.nec4j.export.GreyImages;
import org.nec4j.kernel.Wavelet;
import org.nec4j.nn.LayerContext;
import org.nec4j.run.PlainRun;
import org.nec4j.run.RunState;
import org.nec4j.sensing.SensingNetwork;
import org.nec4j.sensing.SensingNoise;
import org.nec4j.sensing.SensingShape;
import org.nec4j.sensing.UnrolledSensing;
import org.nec4j.step.SensingRecovery;
import org.nec4j.step.SensingStepper;

/** A run of compressed learning as a codec: what measures and rounds, and beside it what recovers images. */
public final class OnboardCodec {
    private static final String SENSING = "sensing";
    private static final String RECOVERY = "recovery.matrix";
    private static final String MATRIX = SensingNetwork.SENSING + "." + UnrolledSensing.VALUES;
    private static final String SUPPORT = SensingNetwork.SENSING + "." + UnrolledSensing.SUPPORT;

    private OnboardCodec() {}

    /**
     * Writes the codec that the run's last state is, its bytes reaching as far as measurements of the images that were learnt from do.
     *
     * @throws UserException where the run has no such state, or senses nothing
     */
    public static void export(Path folder, Path output) {
        PlainRun<SensingExperiment> run = OnboardRun.KIND.open(folder);
        Loaded<SensingExperiment> config = run.config(List.of());
        SensingExperiment settings = config.settings();
        RunState state = run.last()
                .orElseThrow(
                        () -> new UserException(
                                folder
                                        + ": has saved no state yet; it saves its first after training.checkpoint-every, or when it is stopped"));
        Scenes scenes = Scenes.of(settings.data().set(), settings.data().side());
        OnboardModel model = new OnboardModel(settings, scenes);
        if (state.step() <= settings.training().cleanSteps() && !model.isLinear()) {
            throw new UserException(folder + ": has learnt its classifier alone so far, at update " + state.step()
                    + ", and no sensing; go on with nec4j train --resume " + folder);
        }
        SensingStepper stepper = model.stepper(state.step() - 1, LayerContext.of(Backend.kernels()));
        stepper.graph().restore(state.tensors(), state.moments(), folder.toString());
        SparseMatrix matrix = model.matrix(stepper.graph().tensors())
                .orElseThrow(() -> new UserException(
                        folder + ": senses nothing (sensing.scheme = none), so there is no codec to export"));
        int along = model.tiles().along();
        CodecWriter writer = CodecWriter.sensing(
                model.quantizer(matrix), along, along, matrix, (float) scenes.mean(), (float) scenes.scale());
        stepper.graph().tensors().forEach((name, values) -> {
            if (!name.equals(MATRIX) && !name.equals(SUPPORT)) { // which are the sparse matrix
                writer.weight(name, stepper.graph().shapes().get(name), values);
            }
        });
        model.recovery().ifPresent(r -> writer.weight(RECOVERY, new long[] {matrix.width(), matrix.height()}, r));
        writer.settings(JsonObject.of(described(config, state, scenes.side())));
        writer.write(output);
    }

    private static Map<String, Object> described(Loaded<SensingExperiment> config, RunState state, int side) {
        SensingExperiment.Sensing sensing = config.settings().sensing();
        Map<String, Object> recovery = new LinkedHashMap<>();
        recovery.put("scheme", sensing.scheme().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        recovery.put("iterations", sensing.iterations());
        recovery.put("controller", sensing.controller());
        recovery.put("wavelet", sensing.wavelet().name());
        recovery.put("levels", sensing.levels());
        Map<String, Object> from = new LinkedHashMap<>();
        from.put("experiment", config.settings().experiment().name());
        from.put("updates", state.step());
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("preprocessing", GreyImages.preprocessing(side).toJson());
        all.put(SENSING, recovery);
        all.put("provenance", from);
        return all;
    }

    /**
     * What turns the measurements of a codec into the image that they were taken of, as far as its recovery finds it: grey from 0 to 1 and beyond,
     * [height, width]. Not the same bits on every machine, as the measurements are.
     *
     * @throws UserException where the codec does not sense
     */
    public static UnaryOperator<Embedding> recovery(Path codec) {
        Sensor sensor = Sensor.open(codec);
        JsonObject settings = sensor.codec().settings().object(SENSING);
        try (SafeTensors file = SafeTensors.open(codec)) {
            float[] standard = file.floats("measurements.standard");
            int blocks = file.ints("measurements.blocks")[0] * file.ints("measurements.blocks")[1];
            int m = sensor.codec().dim();
            int n = sensor.height() * sensor.width() / blocks;
            Tiles tiles = new Tiles((int) Math.round(Math.sqrt(n)), (int) Math.round(Math.sqrt(blocks)));
            UnaryOperator<float[]> standardized = file.contains(RECOVERY)
                    ? linear(file.floats(RECOVERY), m, n, tiles)
                    : unrolled(file, settings, m, n, tiles);
            return measured -> {
                float[] image = standardized.apply(measured.values());
                for (int i = 0; i < image.length; i++) {
                    image[i] = image[i] / standard[1] + standard[0];
                }
                return new Embedding(sensor.height(), sensor.width(), image);
            };
        }
    }

    private static UnaryOperator<float[]> linear(float[] r, int m, int n, Tiles tiles) {
        return y -> {
            float[] blocks = new float[tiles.count() * n];
            for (int i = 0; i < blocks.length; i++) {
                double sum = 0;
                for (int k = 0; k < m; k++) {
                    sum += (double) r[i % n * m + k] * y[i / n * m + k];
                }
                blocks[i] = (float) sum;
            }
            return tiles.images(blocks);
        };
    }

    private static UnaryOperator<float[]> unrolled(SafeTensors file, JsonObject settings, int m, int n, Tiles tiles) {
        SensingShape shape = new SensingShape(
                m,
                n,
                settings.integer("iterations"),
                settings.integer("controller"),
                Wavelet.valueOf(settings.text("wavelet")),
                settings.integer("levels"));
        float[] values = new float[m * n];
        float[] support = new float[m * n];
        int[] starts = file.ints("measurements.matrix.starts");
        int[] rows = file.ints("measurements.matrix.rows");
        float[] numbers = file.floats("measurements.matrix.values");
        for (int j = 0; j < n; j++) {
            for (int at = starts[j]; at < starts[j + 1]; at++) {
                values[rows[at] * n + j] = numbers[at];
                support[rows[at] * n + j] = 1;
            }
        }
        SensingRecovery recovery = new SensingRecovery(
                OnboardModel.sensing(shape, tiles, SensingNoise.NONE, false),
                n * tiles.count(),
                parameter -> switch (parameter.key()) {
                    case UnrolledSensing.VALUES -> values;
                    case UnrolledSensing.SUPPORT -> support;
                    default -> file.floats(parameter.name());
                },
                LayerContext.of(Backend.kernels()));
        return y -> recovery.image(y, tiles.count());
    }
}
