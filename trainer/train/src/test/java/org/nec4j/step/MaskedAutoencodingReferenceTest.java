package org.nec4j.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.backend.Backend;
import org.nec4j.checkpoint.Checkpoint;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.data.RandomMasking;
import org.nec4j.nn.LayerContext;
import org.nec4j.objective.MaskedAutoencoding;
import org.nec4j.objective.Objective;
import org.nec4j.objective.PixelDecoder;
import org.nec4j.objective.StepInputs;
import org.nec4j.vit.Decoder;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/** The masked autoencoder of Hugging Face's transformers, from a file it wrote to the numbers it computed. */
class MaskedAutoencodingReferenceTest {
    private static final VitShape SHAPE = new VitShape(32, 8, 3, 48, 3, 4, 32, 2, 4, 2, 1e-12);

    private static final Path FOLDER =
            Path.of(System.getProperty("nec4j.root"), "trainer/train/src/test/resources/vectors/hf_vitmae_tiny");

    private final SafeTensors expected = SafeTensors.open(FOLDER.resolve("expected.safetensors"));

    @Test
    void givesItsHiddenStateWithoutAMask() {
        float[][] ours =
                new Encoder(SHAPE, model(), LayerContext.of(Backend.kernels())).embed(expected.floats("pixel_values"));
        float[] flat = new float[ours.length * ours[0].length]; // [B, 1 + L, D]
        for (int image = 0; image < ours.length; image++) {
            System.arraycopy(ours[image], 0, flat, image * ours[0].length, ours[0].length);
        }
        assertClose(flat, expected.floats("encoder_last_hidden_full"));
    }

    @Test
    void givesItsHiddenStateUnderAMask() {
        assertClose(activation("norm"), expected.floats("encoder_last_hidden_masked")); // [B, 1 + V, D]
    }

    @Test
    void givesItsLogits() {
        float[] withClassToken = activation(PixelDecoder.OUTPUT); // [B, 1 + L, P * P * C]
        int image = (1 + SHAPE.patches()) * SHAPE.patchNumbers();
        float[] logits = new float[3 * SHAPE.patches() * SHAPE.patchNumbers()]; // [B, L, P * P * C]
        for (int b = 0; b < 3; b++) {
            int length = image - SHAPE.patchNumbers();
            System.arraycopy(withClassToken, b * image + SHAPE.patchNumbers(), logits, b * length, length);
        }
        assertClose(logits, expected.floats("logits"));
    }

    @Test
    void givesItsLogitsByTheDecoderForInference() {
        StepInputs in = inputs();
        INDArray tokens = new Encoder(SHAPE, model(), LayerContext.of(Backend.kernels())).embed(in.images(), in.keep());
        assertClose(Backend.kernels().copies().of(tokens), expected.floats("encoder_last_hidden_masked"));
        assertClose(
                new Decoder(SHAPE, model(), LayerContext.of(Backend.kernels())).predict(tokens, in.restore()),
                expected.floats("logits"));
    }

    @Test
    void givesItsLossOnPixels() {
        assertThat(loss(false)).isCloseTo(expected.floats("loss")[0], within(1e-4));
    }

    @Test
    void givesItsLossOnNormalizedPixels() {
        assertThat(loss(true)).isCloseTo(expected.floats("loss_norm_pix")[0], within(1e-4));
    }

    private double loss(boolean normalizedPixels) {
        return network(normalizedPixels).forwardBackward(inputs()).term("distortion");
    }

    /** A layer's output in the graph that trains. */
    private float[] activation(String layer) {
        Network network = network(false);
        network.forwardBackward(inputs());
        return Backend.kernels()
                .copies()
                .of(network.graph()
                        .feedForward(network.graph().getInputs(), false)
                        .get(layer));
    }

    private static Network network(boolean normalizedPixels) {
        Objective objective = new MaskedAutoencoding(0.75, new PixelDecoder(SHAPE, normalizedPixels));
        return new Network(
                SHAPE, objective, model(), parameter -> Optional.empty(), 0, LayerContext.of(Backend.kernels()));
    }

    private StepInputs inputs() {
        RandomMasking masking = RandomMasking.of(expected.floats("noise"), SHAPE.patches(), 0.75);
        INDArray images = Nd4j.createFromArray(expected.floats("pixel_values")).reshape('c', 3, 3, 32, 32);
        return new StepInputs(images, masking.keep(), masking.restore(), Map.of());
    }

    private static void assertClose(float[] actual, float[] wanted) {
        assertThat(actual).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.length; i++) {
            assertThat(actual[i]).as("element " + i).isCloseTo(wanted[i], within(1e-4f));
        }
    }

    private static Tensors model() {
        Checkpoint checkpoint = Checkpoint.read(FOLDER.resolve("model.safetensors"));
        Map<String, float[]> tensors = new LinkedHashMap<>();
        SHAPE.tensors().keySet().forEach(name -> tensors.put(name, checkpoint.floats(name)));
        return new Tensors(tensors);
    }
}
