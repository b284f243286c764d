package org.nec4j.convert;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nec4j.assembly.Blueprint;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.config.Experiment;
import org.nec4j.entropy.CompressAiForm;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.run.RunFolder;
import org.nec4j.vit.Ranks;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;
import org.nec4j.vit.WholeProducts;

/** The verb {@code export --state-dict}: a run's state as the state dict of the reference's model in PyTorch. */
public final class StateDictExport {
    private static final Pattern PARAMETER = Pattern.compile("(.*bottleneck\\.)(matrices|biases|factors)\\.(\\d+)");
    private static final Map<String, String> OLD_NAMES =
            Map.of("matrices", "_matrix", "biases", "_bias", "factors", "_factor");

    private StateDictExport() {}

    /**
     * How CompressAI will read it.
     *
     * @param oldNames whether parameters are named as up to CompressAI 1.2.6, {@code _matrix0}, which NEC's own code needs
     * @param tables   whether the integer tables go with it, which its {@code CompressionModel} takes and a bare
     *                 {@code EntropyBottleneck} refuses
     */
    public record Form(boolean oldNames, boolean tables) {}

    /**
     * Writes a safetensors file of the names and shapes of the reference's model, factors multiplied out; throws UserException where the run has no bottleneck.
     *
     * @param state as {@link RunExport#export} takes it
     */
    public static void export(Path run, String state, Path output, Form form) {
        RunFolder folder = RunFolder.open(run);
        Experiment experiment = folder.config().settings();
        Blueprint blueprint = Blueprint.of(experiment);
        EntropyModel entropy = blueprint
                .entropy()
                .orElseThrow(() -> new UserException(run + ": is a run without a bottleneck (objective.kind = "
                        + experiment.objective().kind().word()
                        + "); its last state under checkpoints/ already has the names of facebookresearch/mae"));
        CompressAiForm compressAi = entropy.compressAi()
                .orElseThrow(() -> new UserException(run + ": CompressAI has no entropy model as entropy.model = "
                        + experiment.entropy().model().word()
                        + "; its last state under checkpoints/ is a safetensors file"));
        VitShape shape = blueprint.shape();
        Tensors trained = WholeProducts.of(shape, folder.trained(state));
        Map<String, long[]> shapes = new Blueprint(shape.with(Ranks.WHOLE), blueprint.objective()).tensorShapes();
        SafeTensorsWriter file = new SafeTensorsWriter().metadata("format", "pt");
        shapes.forEach((name, sizes) -> file.floats(form.oldNames() ? old(name) : name, sizes, trained.floats(name)));
        compressAi.addBuffers(file, trained::floats, form.tables());
        file.write(output);
    }

    private static String old(String name) {
        Matcher parameter = PARAMETER.matcher(name);
        return parameter.matches() ? parameter.group(1) + OLD_NAMES.get(parameter.group(2)) + parameter.group(3) : name;
    }
}
