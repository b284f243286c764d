package org.nec4j.convert;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.nec4j.assembly.Blueprint;
import org.nec4j.assembly.ObjectiveDesign;
import org.nec4j.assembly.TrainedRun;
import org.nec4j.assembly.TrainingImages;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.config.Experiment;
import org.nec4j.progress.Console;
import org.nec4j.run.RunFolder;
import org.nec4j.run.RunState;
import org.nec4j.vit.Tensors;

/** The verb {@code export}: a run's last state, or another that it keeps, as a codec file. */
public final class RunExport {
    /** The state that is exported where no other is asked for. */
    public static final String LAST = RunState.LAST;

    private RunExport() {}

    /**
     * Writes the codec; throws UserException where the folder holds no trained codec.
     *
     * @param state       "last", "best" by the run's own measure, or the updates of a state that it keeps
     * @param withDecoder whether the masked autoencoder's decoder goes with it, which nothing but looking at images needs
     */
    public static void export(Path run, String state, Path output, boolean withDecoder, Console console) {
        RunFolder folder = RunFolder.open(run);
        codec(folder, folder.trained(state), withDecoder, console).write(output);
    }

    /**
     * As above, of a distilled run, its tables counted on the training images of another data set than those that it learnt from.
     *
     * @param data its description
     */
    public static void exportFor(Path data, Path run, String state, Path output, Console console) {
        RunFolder folder = RunFolder.open(run);
        Experiment experiment = folder.config().settings();
        if (!ObjectiveDesign.of(experiment).countsTablesOnImages()) {
            throw new UserException(folder.path()
                    + ": is no distilled run, and the tables of other codecs are learnt with them; leave --data out");
        }
        String sets = "data.sets=[\"" + data.toAbsolutePath().toString().replace("\\", "\\\\") + "\"]";
        codec(
                        folder,
                        folder.trained(state),
                        false,
                        () -> new TrainingImages(folder.config(List.of(sets)).settings()),
                        console)
                .write(output);
    }

    /** The codec of a run whose model is at hand; parameters as above. */
    public static CodecWriter codec(RunFolder folder, Tensors trained, boolean withDecoder, Console console) {
        return codec(
                folder,
                trained,
                withDecoder,
                () -> new TrainingImages(folder.config().settings()),
                console);
    }

    /** @param images that a distilled codec's tables are counted on; other codecs need none to be there */
    private static CodecWriter codec(
            RunFolder folder, Tensors trained, boolean withDecoder, Supplier<TrainingImages> images, Console console) {
        Experiment experiment = folder.config().settings();
        Blueprint blueprint = Blueprint.of(experiment);
        if (blueprint.entropy().isEmpty()) {
            throw new UserException(folder.path() + ": is a run without a bottleneck (objective.kind = "
                    + experiment.objective().kind().word()
                    + "), which makes no codec; train one with `nec4j train`");
        }
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("experiment", experiment.experiment().name());
        provenance.put("run", folder.path().getFileName().toString());
        provenance.put("seed", experiment.experiment().seed());
        provenance.putAll(blueprint.objective().provenance());
        folder.origin().ifPresent(origin -> {
            provenance.put("base_checkpoint", origin.file());
            provenance.put("base_checkpoint_sha256", origin.sha256());
        });
        return ObjectiveDesign.of(experiment)
                .codec(new TrainedRun(
                        experiment,
                        blueprint,
                        folder::start,
                        trained,
                        folder.preprocessing(),
                        images,
                        provenance,
                        withDecoder,
                        console));
    }
}
