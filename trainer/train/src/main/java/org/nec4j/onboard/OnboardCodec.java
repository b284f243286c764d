package org.nec4j.onboard;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.model.SparseMatrix;
import org.nec4j.config.Loaded;
import org.nec4j.config.SensingExperiment;
import org.nec4j.export.GreyImages;
import org.nec4j.nn.LayerContext;
import org.nec4j.run.PlainRun;
import org.nec4j.run.RunState;
import org.nec4j.sensing.SensingNetwork;
import org.nec4j.sensing.UnrolledSensing;
import org.nec4j.step.SensingStepper;

/** A run of compressed learning as a codec: what measures and rounds, and beside it what recovers images. */
public final class OnboardCodec {
    static final String SENSING = "sensing";

    /** In a codec's settings the names of what its classifier tells apart. */
    static final String CLASSES = "classes";

    /** The matrix that recovers, where one does. */
    static final String RECOVERY = "recovery.matrix";

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
        writer.settings(JsonObject.of(described(config, state, scenes)));
        writer.write(output);
    }

    private static Map<String, Object> described(Loaded<SensingExperiment> config, RunState state, Scenes scenes) {
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
        all.put("preprocessing", GreyImages.preprocessing(scenes.side()).toJson());
        all.put(SENSING, recovery);
        all.put(CLASSES, scenes.names());
        all.put("provenance", from);
        return all;
    }
}
