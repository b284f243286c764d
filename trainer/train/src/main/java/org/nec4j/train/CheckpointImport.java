package org.nec4j.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nec4j.checkpoint.Checkpoint;
import org.nec4j.checkpoint.TensorExpectation;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.entropy.GaussianTables;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.config.EntropySettings;
import org.nec4j.config.Experiment;
import org.nec4j.entropy.FactorizedDensity;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.entropy.FactorizedTables;
import org.nec4j.entropy.HyperpriorModel;
import org.nec4j.export.CodecBuilder;
import org.nec4j.export.Prediction;
import org.nec4j.kernel.Likelihood;
import org.nec4j.progress.Console;
import org.nec4j.vit.Tensors;

/**
 * The verb {@code import}: a checkpoint that the reference trained becomes a codec. Tables that are in the file are the codec's, so
 * that it decodes what was written with them; elsewhere they are built.
 */
public final class CheckpointImport {
    private static final String HYPER_SYNTHESIS = "h_s.";

    /** NEC's classifiers put their heads beside the codec that they stand on. */
    private static final String[] HEADS = {"pool.", "head."};

    private final Checkpoint checkpoint;
    private final boolean rebuild;
    private final Console console;

    private CheckpointImport(Checkpoint checkpoint, boolean rebuild, Console console) {
        this.checkpoint = checkpoint;
        this.rebuild = rebuild;
        this.console = console;
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
     * Writes a codec of a factorised bottleneck alone, which codes embeddings and no images; parameters as above. Tables that have to
     * be built follow CompressAI 1.2.5 and later.
     */
    public static void bottleneck(Path file, Path output, boolean rebuild, Console console) {
        new CheckpointImport(Checkpoint.read(file), rebuild, console)
                .bottleneck()
                .write(output);
    }

    private CodecWriter bottleneck() {
        if (isHyperprior()) {
            throw new UserException(checkpoint.path()
                    + ": holds a hyperprior, whose networks' heads are stated nowhere in it; name an experiment behind it, such as"
                    + " configs/paper/ucmerced.conf entropy.model=hyperprior");
        }
        String module = FactorizedModel.BOTTLENECK;
        FactorizedDensity density =
                FactorizedDensity.sized(key -> shape(module + "." + key)).orElseThrow(this::noBottleneck);
        Map<String, long[]> shapes = new LinkedHashMap<>();
        density.parameters(module).forEach(parameter -> shapes.put(parameter.name(), parameter.shape()));
        // Whatever else a checkpoint holds belongs to the network.
        checkpoint.require(TensorExpectation.of(shapes).mayHold(""));
        console.say(checkpoint.path().getFileName() + " becomes a codec of embeddings of " + density.channels()
                + " numbers a token; it encodes images only where an experiment's settings follow the checkpoint.");
        return CodecWriter.factorised(
                        FactorizedDensity.medians(checkpoint.floats(module + "." + FactorizedDensity.QUANTILES)),
                        tables(module, density, Likelihood.DIFFERENCE))
                .settings(JsonObject.of(Map.of("provenance", provenance())));
    }

    private CodecWriter withEncoder(Experiment experiment) {
        Blueprint blueprint = Blueprint.of(experiment);
        boolean hyperprior = isHyperprior();
        checkModel(experiment, hyperprior);
        Set<String> absent = checkpoint.require(TensorExpectation.of(blueprint.tensorShapes())
                .mayLack("decoder", "mask_token")
                .mayHold(ignored(hyperprior)));
        Map<String, float[]> values = new LinkedHashMap<>();
        blueprint.tensorShapes().keySet().stream()
                .filter(name -> !absent.contains(name))
                .forEach(name -> values.put(name, checkpoint.floats(name)));
        if (!absent.isEmpty()) {
            console.say(
                    "The checkpoint has no whole decoder, so that nec4j show will have nothing to reconstruct with.");
        }
        CodecBuilder builder = new CodecBuilder(
                blueprint.shape(),
                new Tensors(values),
                blueprint.likelihood(),
                TrainingImages.preprocessing(experiment),
                provenance(),
                absent.isEmpty()
                        ? Optional.of(new Prediction(experiment.objective().normalizedPixels()))
                        : Optional.empty());
        List<Integer> filters = experiment.entropy().filters();
        if (!hyperprior) {
            FactorizedDensity density = new FactorizedDensity(blueprint.shape().dim(), filters);
            return builder.factorised(density, tables(FactorizedModel.BOTTLENECK, density, blueprint.likelihood()));
        }
        FactorizedDensity density =
                new FactorizedDensity(experiment.entropy().hyperprior().width(), filters);
        float[] scales = CompressAiBuffers.scales(checkpoint, HyperpriorModel.CONDITIONAL)
                .orElseGet(CodecBuilder::scales);
        CdfTables gaussian = stored(HyperpriorModel.CONDITIONAL).orElseGet(() -> GaussianTables.of(scales));
        return builder.hyperprior(
                Blueprint.hyperprior(experiment),
                density,
                tables(HyperpriorModel.BOTTLENECK, density, blueprint.likelihood()),
                scales,
                gaussian);
    }

    private void checkModel(Experiment experiment, boolean hyperprior) {
        if (!hyperprior
                && shape(FactorizedModel.BOTTLENECK + "." + FactorizedDensity.QUANTILES)
                        .isEmpty()) {
            throw noBottleneck();
        }
        EntropySettings.Model model = experiment.entropy().model();
        if (hyperprior == (model == EntropySettings.Model.FACTORIZED)) {
            throw new UserException(checkpoint.path() + ": holds a "
                    + (hyperprior ? "hyperprior" : "factorised bottleneck") + ", and the experiment's entropy.model is "
                    + model + "; add entropy.model=" + (hyperprior ? "hyperprior" : "factorized"));
        }
    }

    private static String[] ignored(boolean hyperprior) {
        List<String> prefixes = new ArrayList<>(List.of(HEADS));
        prefixes.addAll(List.of(
                CompressAiBuffers.ofBottleneck(hyperprior ? HyperpriorModel.BOTTLENECK : FactorizedModel.BOTTLENECK)));
        if (hyperprior) {
            prefixes.add(HyperpriorModel.CONDITIONAL + ".");
        }
        return prefixes.toArray(String[]::new);
    }

    private CdfTables tables(String module, FactorizedDensity density, Likelihood likelihood) {
        float[] quantiles = checkpoint.floats(module + "." + FactorizedDensity.QUANTILES);
        Optional<CdfTables> stored = stored(module);
        if (stored.isEmpty()) {
            console.say("Its tables are built here"
                    + (rebuild ? "" : ", for the checkpoint holds none (its model was saved without" + " update())")
                    + "; a table that PyTorch builds may differ from them in a last count, and then neither reads the"
                    + " other's streams.");
            return FactorizedTables.build(density, key -> checkpoint.floats(module + "." + key), likelihood);
        }
        if (!FactorizedTables.reach(quantiles, stored.get())) {
            console.say(
                    "Its tables are the checkpoint's own and older than its quantiles: they read the streams that were written"
                            + " with them, and --rebuild-tables makes ones that fit the density.");
        } else {
            console.say("Its tables are the checkpoint's own: it reads the streams that were written with them.");
        }
        return stored.get();
    }

    private Optional<CdfTables> stored(String module) {
        return rebuild ? Optional.empty() : CompressAiBuffers.tables(checkpoint, module);
    }

    private boolean isHyperprior() {
        return checkpoint.names().stream().anyMatch(name -> name.startsWith(HYPER_SYNTHESIS));
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
