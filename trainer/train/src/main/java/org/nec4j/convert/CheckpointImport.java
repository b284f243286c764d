package org.nec4j.convert;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.nec4j.assembly.Blueprint;
import org.nec4j.assembly.EntropyDesign;
import org.nec4j.assembly.StartingPoint;
import org.nec4j.assembly.TrainingImages;
import org.nec4j.checkpoint.Checkpoint;
import org.nec4j.checkpoint.TensorExpectation;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.config.Choices;
import org.nec4j.config.EntropyChoice;
import org.nec4j.config.Experiment;
import org.nec4j.entropy.CompressAiBuffers;
import org.nec4j.entropy.CompressAiForm;
import org.nec4j.entropy.DensitySettings;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.entropy.FactorizedDensity;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.entropy.FactorizedTables;
import org.nec4j.entropy.HyperpriorModel;
import org.nec4j.entropy.KeptTables;
import org.nec4j.export.CodecBuilder;
import org.nec4j.export.Prediction;
import org.nec4j.progress.Console;
import org.nec4j.vit.Tensors;

/**
 * The verb {@code import}: a checkpoint that the reference trained becomes a codec. Tables that are in the file are the codec's, so
 * that it decodes what was written with them; elsewhere they are built.
 */
public final class CheckpointImport implements KeptTables {
    /** The first axis of a density's tensors. */
    private static final String CHANNEL = "channel";

    /** NEC's classifiers put their heads beside the codec that they stand on. */
    private static final String[] HEADS = {"pool.", "head."};

    private final Checkpoint checkpoint;
    private final boolean rebuild;
    private final Console console;

    private CheckpointImport(Checkpoint checkpoint, boolean rebuild, Console console) {
        this.checkpoint = checkpoint;
        this.rebuild = rebuild;
        this.console = console;
        StartingPoint.tell(checkpoint, console);
    }

    /**
     * Writes a codec with the checkpoint's image encoder; throws UserException where the checkpoint is not of the experiment's shape.
     *
     * @param experiment states what no checkpoint does: heads, how images are looked at, the likelihood's formula
     * @param rebuild    whether tables are built anew even where the checkpoint has some
     */
    public static void withEncoder(Path file, Experiment experiment, Path output, boolean rebuild, Console console) {
        new CheckpointImport(Checkpoint.read(file), rebuild, console)
                .withEncoder(experiment)
                .write(output);
    }

    /**
     * Writes a codec of a factorized bottleneck alone, which codes embeddings and no images; parameters as above. Tables that have to
     * be built follow CompressAI 1.2.5 and later.
     */
    public static void bottleneck(Path file, Path output, boolean rebuild, Console console) {
        new CheckpointImport(Checkpoint.read(file), rebuild, console)
                .bottleneck()
                .write(output);
    }

    private CodecWriter bottleneck() {
        String module = FactorizedModel.BOTTLENECK;
        DensitySettings settings = DensitySettings.compressAi();
        CompressAiForm form = new FactorizedModel(1, settings).compressAi().orElseThrow();
        if (!form.isIn(checkpoint.names())) {
            throw checkpoint.contains(HyperpriorModel.BOTTLENECK + "." + FactorizedDensity.QUANTILES)
                    ? new UserException(checkpoint.path()
                            + ": holds a hyperprior, whose networks' heads are stated nowhere in it; name an experiment behind it, such as"
                            + " configs/paper/ucmerced.conf entropy.model=hyperprior")
                    : noBottleneck();
        }
        FactorizedDensity density =
                FactorizedDensity.sized(key -> shape(module + "." + key)).orElseThrow(this::noBottleneck);
        Map<String, long[]> shapes = new LinkedHashMap<>();
        density.parameters(module).forEach(parameter -> shapes.put(parameter.name(), parameter.shape()));
        // Whatever else a checkpoint holds belongs to the network.
        checkpoint.require(TensorExpectation.of(shapes).mayHold(""));
        shapes.keySet().forEach(name -> checkpoint.finite(name, CHANNEL));
        console.say(checkpoint.path().getFileName() + " becomes a codec of embeddings of " + density.channels()
                + " numbers a token; it encodes images only where an experiment's settings follow the checkpoint.");
        tellOfTables(form);
        return CodecWriter.factorized(
                        FactorizedDensity.medians(
                                checkpoint.finite(module + "." + FactorizedDensity.QUANTILES, CHANNEL)),
                        tables(module)
                                .orElseGet(() -> FactorizedTables.build(
                                        density,
                                        key -> checkpoint.finite(module + "." + key, CHANNEL),
                                        settings.likelihood())))
                .settings(JsonObject.of(Map.of("provenance", provenance())));
    }

    private CodecWriter withEncoder(Experiment experiment) {
        Blueprint blueprint = Blueprint.of(experiment);
        EntropyModel entropy = blueprint
                .entropy()
                .orElseThrow(() -> new UserException(checkpoint.path() + ": becomes no codec where objective.kind = "
                        + experiment.objective().kind().word() + "; add objective.kind=nec"));
        CompressAiForm form = entropy.compressAi()
                .orElseThrow(() ->
                        new UserException(checkpoint.path() + ": CompressAI has no entropy model as entropy.model = "
                                + experiment.entropy().model().word()));
        checkModel(experiment, form);
        Set<String> absent = checkpoint.require(TensorExpectation.of(blueprint.tensorShapes())
                .mayLack("decoder", "mask_token")
                .mayHold(ignored(form)));
        Map<String, float[]> values = new LinkedHashMap<>();
        blueprint.tensorShapes().keySet().stream()
                .filter(name -> !absent.contains(name))
                .forEach(name ->
                        values.put(name, checkpoint.finite(name, name.contains("bottleneck") ? CHANNEL : "row")));
        if (!absent.isEmpty()) {
            console.say(
                    "The checkpoint has no whole decoder, so that nec4j show will have nothing to reconstruct with.");
        }
        tellOfTables(form);
        return new CodecBuilder(
                        blueprint.shape(),
                        new Tensors(values),
                        TrainingImages.preprocessing(experiment),
                        provenance(),
                        absent.isEmpty()
                                ? Optional.of(
                                        new Prediction(experiment.objective().normalizedPixels()))
                                : Optional.empty())
                .codec(entropy, this);
    }

    private void checkModel(Experiment experiment, CompressAiForm form) {
        if (form.isIn(checkpoint.names())) {
            return;
        }
        for (EntropyChoice choice : Choices.of(EntropyChoice.class)) {
            Optional<CompressAiForm> held = EntropyDesign.of(choice)
                    .model(experiment)
                    .compressAi()
                    .filter(other -> other.isIn(checkpoint.names()));
            if (held.isPresent()) {
                throw new UserException(
                        checkpoint.path() + ": holds a " + held.get().words()
                                + ", and the experiment's entropy.model is "
                                + experiment.entropy().model().word() + "; add entropy.model=" + choice.word());
            }
        }
        throw noBottleneck();
    }

    private static String[] ignored(CompressAiForm form) {
        return Stream.concat(Stream.of(HEADS), form.buffers().stream()).toArray(String[]::new);
    }

    private void tellOfTables(CompressAiForm form) {
        String module = form.bottleneck();
        Optional<CdfTables> stored = tables(module);
        if (stored.isEmpty()) {
            console.say("Its tables are built here"
                    + (rebuild ? "" : ", for the checkpoint holds none (its model was saved without" + " update())")
                    + "; a table that PyTorch builds may differ from them in a last count, and then neither reads the"
                    + " other's streams.");
        } else if (!FactorizedTables.reach(
                checkpoint.finite(module + "." + FactorizedDensity.QUANTILES, CHANNEL), stored.get())) {
            console.say(
                    "Its tables are the checkpoint's own and older than its quantiles: they read the streams that were written"
                            + " with them, and --rebuild-tables makes ones that fit the density.");
        } else {
            console.say("Its tables are the checkpoint's own: it reads the streams that were written with them.");
        }
    }

    @Override
    public Optional<CdfTables> tables(String module) {
        if (rebuild) {
            return Optional.empty();
        }
        try {
            return CompressAiBuffers.tables(
                    module, name -> checkpoint.contains(name) ? checkpoint.ints(name) : new int[0]);
        } catch (UserException e) {
            throw new UserException(checkpoint.path() + ": " + module + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<float[]> scales(String module) {
        return CompressAiBuffers.scales(
                module, name -> checkpoint.contains(name) ? checkpoint.floats(name) : new float[0]);
    }

    private Optional<long[]> shape(String name) {
        return checkpoint.contains(name) ? Optional.of(checkpoint.shape(name)) : Optional.empty();
    }

    private Map<String, Object> provenance() {
        return Map.of(
                "imported_from", checkpoint.path().getFileName().toString(), "imported_sha256", checkpoint.sha256());
    }

    private UserException noBottleneck() {
        return new UserException(checkpoint.path()
                + ": holds no entropy bottleneck, so that it codes nothing; `nec4j fit` makes a codec of a plain masked autoencoder, and"
                + " `nec4j train` trains one");
    }
}
