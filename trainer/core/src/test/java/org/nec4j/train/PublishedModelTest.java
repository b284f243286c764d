package org.nec4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.SharedData;
import org.nec4j.checkpoint.Checkpoint;
import org.nec4j.codec.SafeTensors;
import org.nec4j.data.RandomMasking;
import org.nec4j.nn.LayerContext;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/** The masked autoencoder of Hugging Face's transformers, from a file it wrote to the numbers it computed. */
class PublishedModelTest {
    private static final VitShape SHAPE = new VitShape(32, 8, 3, 48, 3, 4, 32, 2, 4, 2, 1e-12);

    private final SafeTensors expected = SafeTensors.open(Path.of(
            System.getProperty("nec4j.root"),
            "trainer/core/src/test/resources/vectors/hf_vitmae_tiny/expected.safetensors"));

    @Test
    void givesItsHiddenStateWithoutAMask() {
        float[] wanted = expected.floats("encoder_last_hidden_full");
        float[][] ours = new Encoder(SHAPE, model(), LayerContext.create()).embed(expected.floats("pixel_values"));
        for (int i = 0; i < wanted.length; i++) {
            float value = ours[i / ours[0].length][i % ours[0].length];
            assertThat(value).as("element " + i).isCloseTo(wanted[i], within(1e-4f));
        }
    }

    @Test
    void givesItsLossOnPixels() {
        assertThat(loss(false)).isCloseTo(expected.floats("loss")[0], within(1e-4));
    }

    @Test
    void givesItsLossOnNormalisedPixels() {
        assertThat(loss(true)).isCloseTo(expected.floats("loss_norm_pix")[0], within(1e-4));
    }

    private double loss(boolean normalizedPixels) {
        Objective objective = new Objective(1, 0.75, normalizedPixels, false, false);
        Network network = new Network(SHAPE, objective, Optional.empty(), model(), parameter -> Optional.empty(), 0);
        RandomMasking masking = RandomMasking.of(expected.floats("noise"), SHAPE.patches(), 0.75);
        INDArray images = Nd4j.createFromArray(expected.floats("pixel_values")).reshape('c', 3, 3, 32, 32);
        StepInputs inputs = new StepInputs(images, masking.keep(), masking.restore(), Nd4j.zeros(1));
        return network.forwardBackward(inputs).distortion();
    }

    private static Tensors model() {
        Checkpoint checkpoint = Checkpoint.read(SharedData.require("data/vectors/hf_vitmae_tiny/model.safetensors"));
        Map<String, float[]> tensors = new LinkedHashMap<>();
        SHAPE.tensors().keySet().forEach(name -> tensors.put(name, checkpoint.floats(name)));
        return new Tensors(tensors);
    }
}
