package org.nec4j.codec.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.tensor.SafeTensors;

/** The reference trainer's hyperprior after five steps: its streams decode to its embeddings, and ours are the same bytes. */
class HyperpriorCoderReferenceTest {
    private static final int TOKENS = 17;

    @Test
    void decodesAndReproducesTheReferencesStreams() throws Exception {
        Path vectors = SharedData.file("data/vectors/nec_hyperprior/vectors.safetensors");
        Path expected = SharedData.file("data/vectors/nec_hyperprior/expected.json");
        JsonObject json = JsonObject.parse(Files.readString(expected, StandardCharsets.UTF_8), expected.toString());
        List<?> strings = (List<?>) json.asMap().get("strings");
        try (SafeTensors file = SafeTensors.open(vectors)) {
            Codec codec = Codec.of(writer(file).toBytes(), "reference");
            int size = TOKENS * codec.dim();
            float[] latent = file.floats("eval/latent");
            float[] yHat = file.floats("eval/y_hat");
            for (int image = 0; image < 4; image++) {
                byte[] y = HexFormat.of().parseHex((String) ((List<?>) strings.get(0)).get(image));
                byte[] z = HexFormat.of().parseHex((String) ((List<?>) strings.get(1)).get(image));
                byte[] stream = codec.frame(TOKENS, List.of(y, z));
                // Compared as numbers: rounding in PyTorch keeps the sign of a zero.
                assertThat(codec.decode(stream).values())
                        .usingElementComparator((a, b) -> a.floatValue() == b.floatValue() ? 0 : 1)
                        .containsExactly(Arrays.copyOfRange(yHat, image * size, (image + 1) * size));
                float[] embedding = Arrays.copyOfRange(latent, image * size, (image + 1) * size);
                assertThat(codec.encode(new Embedding(TOKENS, codec.dim(), embedding)))
                        .isEqualTo(stream);
            }
        }
    }

    private static CodecWriter writer(SafeTensors file) {
        float[] quantiles = file.floats("final/entropy_bottleneck.quantiles"); // [C, 1, 3]
        float[] medians = new float[quantiles.length / 3];
        for (int c = 0; c < medians.length; c++) {
            medians[c] = quantiles[3 * c + 1];
        }
        CodecWriter writer = CodecWriter.hyperprior(
                medians,
                StoredTables.read(file, "tables/entropy_bottleneck."),
                file.floats("tables/gaussian_conditional.scale_table"),
                StoredTables.read(file, "tables/gaussian_conditional."),
                4,
                1e-6f,
                false);
        file.names().stream()
                .filter(name -> name.startsWith("final/h_"))
                .forEach(name -> writer.weight(name.substring("final/".length()), file.shape(name), file.floats(name)));
        return writer;
    }
}
