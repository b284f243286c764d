package org.nec4j.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.backend.Backend;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.entropy.RansDecoder;
import org.nec4j.codec.entropy.RansEncoder;
import org.nec4j.entropy.FactorizedDensity;
import org.nec4j.nn.LayerContext;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/** Embedding, rounding and streams of the reference implementation of NEC, with its trained factorized model. */
class EncodingReferenceTest {
    private static final float TOLERANCE = 1e-4f;

    private final ReferenceVectors vectors = ReferenceVectors.named("nec_factorized");

    @Test
    void embedsQuantizesAndCodesAsTheReferenceDoes() {
        VitShape shape = vectors.vitShape();
        Tensors trained = vectors.below("init/").with(vectors.below("final/").all());
        int batch = vectors.expected.get("batch").getAsInt();
        INDArray images = vectors.slice("images", 0, batch, 3, shape.imageRows(), shape.imageColumns());
        float[] latent = Backend.kernels()
                .copies()
                .of(new Encoder(shape, trained, LayerContext.of(Backend.kernels())).embed(images)); // [B, T, C]
        float[] wantedLatent = vectors.floats("eval/latent");
        float[] wanted = vectors.floats("eval/y_hat");
        float[] medians = FactorizedDensity.medians(vectors.floats("final/bottleneck.quantiles"));
        CdfTables tables = CdfTables.ofPadded(
                vectors.ints("tables/bottleneck._quantized_cdf"),
                vectors.ints("tables/bottleneck._cdf_length"),
                vectors.ints("tables/bottleneck._offset"));
        int dim = shape.dim();
        int tokens = 1 + shape.patches();
        for (int i = 0; i < wanted.length; i++) {
            assertThat(latent[i]).as("latent " + i).isCloseTo(wantedLatent[i], within(TOLERANCE));
            float median = medians[i % dim];
            double fromTie = Math.abs(Math.abs(latent[i] - median - Math.rint(latent[i] - median)) - 0.5);
            if (fromTie > TOLERANCE) {
                assertThat((float) Math.rint(latent[i] - median) + median)
                        .as("yHat " + i)
                        .isEqualTo(wanted[i]);
            }
        }
        int image = 0;
        for (JsonElement hex : vectors.expected.getAsJsonArray("strings").get(0).getAsJsonArray()) {
            byte[] stream = HexFormat.of().parseHex(hex.getAsString());
            int[] symbols = RansDecoder.decodeByRow(stream, tokens, tables); // [C][T]
            for (int c = 0; c < dim; c++) {
                for (int t = 0; t < tokens; t++) {
                    float value = wanted[(image * tokens + t) * dim + c];
                    assertThat(symbols[c * tokens + t]).isEqualTo((int) Math.rint(value - medians[c]));
                }
            }
            assertThat(RansEncoder.encodeByRow(symbols, tokens, tables)).isEqualTo(stream);
            image++;
        }
        assertThat(image).isEqualTo(batch);
    }
}
