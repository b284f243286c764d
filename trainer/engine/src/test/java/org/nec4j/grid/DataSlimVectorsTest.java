package org.nec4j.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.nec4j.PeerVectors.assertClose;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.codec.grid.Codes;
import org.nec4j.codec.grid.GridModel;
import org.nec4j.codec.io.Json;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.nn.Parameter;

/** The grid network against its authors' program: activations, codes, losses, gradients, moving averages, weights. */
class DataSlimVectorsTest {
    private static final double SHARE = 1e-4;
    /** Of a distance between float32 numbers of about 1 that are nearly alike. */
    private static final double ROUNDING = 1e-8;

    private final DataSlim theirs = new DataSlim();

    @Test
    void everyActivationIsTheirs() {
        theirs.load("init/");
        Map<String, INDArray> found = theirs.graph.feedForward(new INDArray[] {theirs.map("batch/0/x")}, false);
        Map<String, String> named = Map.ofEntries(
                Map.entry("standardised", "standardized"),
                Map.entry("pre_block", "pre_block._conv2"),
                Map.entry(
                        "y_trunk",
                        "encoder_stack_0._layers." + (theirs.network.shape().blocks() - 1)),
                Map.entry("y_enc", "final_conv_encoder_0"),
                Map.entry("z_enc", "final_conv_encoder_1"),
                Map.entry("z_q", GridNetwork.COARSE),
                Map.entry("y_before_vq", "fine"),
                Map.entry("y_q", GridNetwork.FINE),
                Map.entry("z_hat", "decoding_stack_1._layers.0"),
                Map.entry("y_hat", "both"),
                Map.entry(
                        "decoder_out",
                        "decoding_stack_0._layers." + (theirs.network.shape().blocks() - 1)),
                Map.entry("x_hat", GridNetwork.OUTPUT));
        for (String name : theirs.vectors.names("act0/")) {
            if (name.endsWith("_indices")) {
                String book = name.startsWith("y") ? GridNetwork.FINE : GridNetwork.COARSE;
                assertThat(theirs.codebook(book).chosen()).as(name).isEqualTo(theirs.vectors.ints("act0/" + name));
            } else {
                assertThat(named).containsKey(name);
                assertMap("act0/" + name, found.get(named.get(name)));
            }
        }
    }

    @Test
    void lossesGradientsCodesAndStepsAreTheirs() {
        theirs.load("init/");
        List<JsonObject> steps = theirs.vectors.objects("steps");
        for (int step = 0; step < steps.size(); step++) {
            JsonObject wanted = steps.get(step);
            theirs.pass(step);
            double squares = theirs.measured(GridNetwork.OUTPUT);
            double distances = theirs.measured(GridNetwork.FINE) + theirs.measured(GridNetwork.COARSE);
            assertNumber("mse", step, squares, wanted.number("mse"));
            assertNumber("vq_loss", step, distances, wanted.number("vq_loss"));
            assertNumber("loss", step, theirs.weight * squares + distances, wanted.number("loss"));
            assertNumber(
                    "perplexity_y",
                    step,
                    theirs.codebook(GridNetwork.FINE).perplexity(),
                    wanted.number("perplexity_y"));
            assertNumber(
                    "perplexity_z",
                    step,
                    theirs.codebook(GridNetwork.COARSE).perplexity(),
                    wanted.number("perplexity_z"));
            double norm = 0;
            for (DataSlim.Tensor tensor : theirs.trained()) {
                norm += theirs.kernels.updates().squares(tensor.gradient());
                if (step == 0) {
                    assertTensor("grad0/" + tensor.name(), tensor.parameter(), tensor.gradient());
                }
            }
            assertNumber("gradient norm", step, Math.sqrt(norm), wanted.number("grad_norm"));
            for (String book : DataSlim.CODEBOOKS) {
                String prefix = "ema/" + step + (book.equals(GridNetwork.FINE) ? "/y/" : "/z/");
                theirs.vectors.assertClose(
                        prefix + "cluster_size", theirs.codebook(book).getParam(Codebook.SIZES), SHARE);
                theirs.vectors.assertClose(prefix + "w", theirs.codebook(book).getParam(Codebook.SUMS), SHARE);
                theirs.vectors.assertClose(
                        prefix + "codebook", theirs.codebook(book).getParam(Codebook.CODES), SHARE);
            }
            theirs.update(wanted.number("lr"), step + 1);
        }
        for (DataSlim.Tensor tensor : theirs.trained()) {
            float[] found = theirs.inTheirOrder(tensor.parameter(), tensor.value());
            float[] wanted = theirs.vectors.floats("final/" + tensor.name());
            for (int i = 0; i < wanted.length; i++) {
                assertThat(found[i]).as("%s after all steps", tensor.name()).isCloseTo(wanted[i], within(1e-4f));
            }
        }
    }

    /** The trained network on larger windows, nothing moving. */
    @Test
    void largerWindowsGiveTheirCodesAndValues() {
        theirs.load("final/");
        Map<String, INDArray> found = theirs.graph.feedForward(new INDArray[] {theirs.map("compress/x")}, false);
        assertThat(theirs.codebook(GridNetwork.COARSE).chosen()).isEqualTo(theirs.vectors.ints("compress/z_indices"));
        assertThat(theirs.codebook(GridNetwork.FINE).chosen()).isEqualTo(theirs.vectors.ints("compress/y_indices"));
        assertMap("compress/x_hat", found.get(GridNetwork.OUTPUT));
    }

    /** What the codec module decodes from their codes, float32 weights in place of the float16 that codecs hold. */
    @Test
    void theDecoderWithoutDl4jGivesTheirValues() {
        GridShape shape = theirs.network.shape();
        assumeTrue(shape.channels() == 1, "codecs code a variable and level at a time");
        Map<String, Object> said = new TreeMap<>(Map.of(
                "kind", GridModel.NETWORK,
                "pre", shape.pre(),
                "width", shape.width(),
                "dim", shape.dim(),
                "codes", shape.codes(),
                "blocks", shape.blocks(),
                "usage_fine", Collections.nCopies(shape.codes(), 1),
                "usage_coarse", Collections.nCopies(shape.codes(), 1),
                "standardizers", List.of()));
        SafeTensorsWriter writer = new SafeTensorsWriter().metadata(GridModel.KEY, Json.write(said));
        theirs.network.layers().forEach(layer -> layer.parameters()
                .forEach(parameter ->
                        writer.floats(parameter.name(), parameter.shape(), theirs.ours("final/" + parameter.name()))));
        GridModel decoder = GridModel.of(writer.toBytes(), "theirs");
        long[] size = theirs.vectors.shape("compress/x");
        int images = (int) size[0];
        int fine = theirs.vectors.ints("compress/y_indices").length / images;
        int coarse = theirs.vectors.ints("compress/z_indices").length / images;
        float[] found = new float[(int) (images * size[2] * size[3])];
        for (int i = 0; i < images; i++) {
            Codes codes = new Codes(
                    Arrays.copyOfRange(theirs.vectors.ints("compress/y_indices"), i * fine, (i + 1) * fine),
                    Arrays.copyOfRange(theirs.vectors.ints("compress/z_indices"), i * coarse, (i + 1) * coarse));
            float[] map = decoder.decode(codes, (int) size[2], (int) size[3]);
            for (int j = 0; j < map.length; j++) {
                found[i * map.length + j] = (float) (map[j] * (Math.sqrt(theirs.number("data_variance", 0)) + 1e-6)
                        + theirs.number("data_mean", 0));
            }
        }
        assertClose("compress/x_hat", found, theirs.vectors.floats("compress/x_hat"), SHARE);
    }

    private static void assertNumber(String name, int step, double found, double wanted) {
        assertThat(found).as("%s of step %d", name, step).isCloseTo(wanted, within(SHARE * wanted + ROUNDING));
    }

    private void assertMap(String name, INDArray found) {
        assertClose(name, DataSlim.flat(found), theirs.ours(name), SHARE);
    }

    private void assertTensor(String name, Parameter parameter, INDArray found) {
        assertClose(name, theirs.inTheirOrder(parameter, found), theirs.vectors.floats(name), SHARE);
    }
}
