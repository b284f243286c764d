package org.nec4j.codec.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.entropy.PmfQuantizer;
import org.nec4j.codec.entropy.RansDecoder;
import org.nec4j.codec.entropy.RansEncoder;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.tensor.SafeTensors;

/** Tables and streams that CompressAI's own C++ made: ours must be the same, both ways. */
class CdfTablesOfCompressAiTest {
    private static final JsonObject VECTORS = JsonObject.parse(
            new String(Resources.bytes("compressai_vectors.json"), StandardCharsets.UTF_8), "compressai_vectors.json");

    private static final CdfTables GOLDEN =
            CdfTables.of(new int[][] {PmfQuantizer.quantize(new float[] {.5f, .3f, .2f, 1e-9f})}, new int[] {-1});

    @Test
    void quantizesMassesAsThePeer() {
        List<?> cases = (List<?>) VECTORS.asMap().get("pmf_to_quantized_cdf");
        assertThat(cases).hasSize(6);
        for (Object one : cases) {
            JsonObject fields = JsonObject.of(strings(one));
            float[] pmf = floats(fields.numbers("pmf_float32"));
            assertThat(PmfQuantizer.quantize(pmf)).isEqualTo(ints(fields.numbers("cdf")));
        }
    }

    @Test
    void quantizesTheFourGoldenMasses() {
        assertThat(PmfQuantizer.quantize(new float[] {.5f, .3f, .2f, 1e-9f}))
                .containsExactly(0, 32768, 52429, 65535, 65536);
        assertThat(PmfQuantizer.quantize(new float[] {1, 0, 0, 0})).containsExactly(0, 65533, 65534, 65535, 65536);
        assertThat(PmfQuantizer.quantize(new float[] {0, 0, 0, 1})).containsExactly(0, 1, 2, 3, 65536);
        assertThat(PmfQuantizer.quantize(new float[] {.4f, 0, .3f, 0, .3f, 0}))
                .containsExactly(0, 26214, 26215, 45873, 45874, 65535, 65536);
    }

    @Test
    void codesTheFourGoldenStreams() {
        codesBothWays("2ba2845508000000", 0, 1);
        codesBothWays("2b2209ab10000000", -1, 0, 1);
        codesBothWays("ffff010000800000f6ff1f0b", 5, -7);
        codesBothWays("fffff5c1318e05003c0df3ffd5d3306e", 100000, -100000, 0, 0);
    }

    private static void codesBothWays(String hex, int... symbols) {
        byte[] stream = HexFormat.of().parseHex(hex);
        int[] rows = new int[symbols.length];
        assertThat(RansEncoder.encode(symbols, rows, GOLDEN)).isEqualTo(stream);
        assertThat(RansDecoder.decode(stream, rows, GOLDEN)).isEqualTo(symbols);
    }

    @Test
    void codesThePeersStreamsWithFarEscapes() {
        List<?> cases = (List<?>) VECTORS.asMap().get("rans");
        assertThat(cases).hasSize(4);
        for (Object one : cases) {
            JsonObject fields = JsonObject.of(strings(one));
            List<?> cdfs = (List<?>) fields.asMap().get("cdfs");
            int[] lengths = ints(fields.numbers("cdf_lengths"));
            int[][] rows = new int[cdfs.size()][];
            for (int row = 0; row < rows.length; row++) {
                List<?> cdf = (List<?>) cdfs.get(row);
                rows[row] = cdf.stream()
                        .limit(lengths[row])
                        .mapToInt(c -> ((Long) c).intValue())
                        .toArray();
            }
            CdfTables tables = CdfTables.of(rows, ints(fields.numbers("offsets")));
            int[] symbols = ints(fields.numbers("symbols"));
            int[] indexes = ints(fields.numbers("indexes"));
            byte[] stream = HexFormat.of().parseHex(fields.text("hex"));
            assertThat(RansEncoder.encode(symbols, indexes, tables)).isEqualTo(stream);
            assertThat(RansDecoder.decode(stream, indexes, tables)).isEqualTo(symbols);
        }
    }

    @Test
    void codesThePeersBottlenecks() {
        try (SafeTensors file = Resources.tensors("compressai_bottlenecks.safetensors")) {
            List<String> models = file.names().stream()
                    .filter(name -> name.endsWith("/x"))
                    .map(name -> name.substring(0, name.length() - 2))
                    .toList();
            assertThat(models).hasSize(4);
            for (String model : models) {
                codesThePeersBottleneck(file, model);
            }
        }
    }

    private static void codesThePeersBottleneck(SafeTensors file, String model) {
        CdfTables tables = StoredTables.read(file, model + "/");
        FactorizedCoder coder = new FactorizedCoder(file.floats(model + "/medians"), tables);
        long[] shape = file.shape(model + "/x");
        int positions = (int) (file.floats(model + "/x").length / shape[0] / shape[1]);
        for (int image = 0; image < shape[0]; image++) {
            float[] x = channelsLast(file.floats(model + "/x"), image, coder.dim(), positions);
            float[] yHat = channelsLast(file.floats(model + "/y_hat"), image, coder.dim(), positions);
            byte[] stream = file.bytes(model + "/string" + image);
            assertThat(coder.encode(x, positions)).as(model).isEqualTo(stream);
            assertThat(coder.decode(stream, FactorizedCoder.KIND_COMPATIBLE, positions))
                    .as(model)
                    .isEqualTo(yHat);
        }
    }

    private static float[] channelsLast(float[] batch, int image, int channels, int positions) {
        float[] out = new float[channels * positions];
        for (int c = 0; c < channels; c++) {
            for (int p = 0; p < positions; p++) {
                out[p * channels + c] = batch[(image * channels + c) * positions + p];
            }
        }
        return out;
    }

    @Test
    void codesTheReferenceTrainersEmbeddings() {
        try (SafeTensors file = Resources.tensors("nec_factorized.safetensors")) {
            CdfTables tables = StoredTables.read(file, "");
            Codec codec = Codec.of(
                    CodecWriter.factorized(file.floats("medians"), tables).toBytes(), "codec");
            int tokens = 17;
            int size = tokens * codec.dim();
            FactorizedCoder coder = new FactorizedCoder(file.floats("medians"), tables);
            for (int image = 0; image < 4; image++) {
                float[] y = Arrays.copyOfRange(file.floats("latent"), image * size, (image + 1) * size);
                float[] yHat = Arrays.copyOfRange(file.floats("y_hat"), image * size, (image + 1) * size);
                byte[] stream = file.bytes("string" + image);
                assertThat(coder.encode(y, tokens)).isEqualTo(stream);
                assertThat(coder.decode(stream, FactorizedCoder.KIND_COMPATIBLE, tokens))
                        .isEqualTo(yHat);
                assertThat(codec.decode(codec.encode(new Embedding(tokens, codec.dim(), y)))
                                .values())
                        .isEqualTo(yHat);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> strings(Object map) {
        return (Map<String, Object>) map;
    }

    private static int[] ints(List<Double> numbers) {
        return numbers.stream().mapToInt(Double::intValue).toArray();
    }

    private static float[] floats(List<Double> numbers) {
        float[] out = new float[numbers.size()];
        for (int i = 0; i < out.length; i++) {
            out[i] = numbers.get(i).floatValue();
        }
        return out;
    }
}
