package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.entropy.RansEncoder;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;

class CodecTest {
    @TempDir
    Path folder;

    private static final CdfTables TABLES =
            CdfTables.of(new int[][] {{0, 40000, 60000, 65536}, {0, 1, 65535, 65536}}, new int[] {-1, 0});

    private static CodecWriter writer(float... medians) {
        return CodecWriter.factorized(medians, TABLES)
                .weight("norm.weight", new long[] {2}, new float[] {1, 2})
                .settings(JsonObject.of(
                        Map.of("image_size", 224, "mean", List.of(0.5, 0.25), "base", "mae", "flag", true)));
    }

    private static Codec codec(float... medians) {
        return Codec.of(writer(medians).toBytes(), "codec.nec");
    }

    @Test
    void roundsAroundTheMedianHalfToEven() {
        Codec codec = codec(0.25f, -3f);
        float[] y = {0.75f, -2.5f, 1.75f, -1.5f, -0.26f, 1e6f};
        float[] expected = {0.25f, -3f, 2.25f, -1f, -0.75f, 1e6f};
        assertThat(codec.decode(codec.encode(new Embedding(3, 2, y))).values()).isEqualTo(expected);
    }

    @Test
    void restoresSettingsAndWeights() {
        Path file = folder.resolve("codec.nec");
        writer(0, 0).write(file);
        Codec codec = Codec.open(file);
        Codec.verify(file);
        assertThat(codec.settings().integer("image_size")).isEqualTo(224);
        assertThat(codec.settings().numbers("mean")).containsExactly(0.5, 0.25);
        assertThat(codec.settings().flag("flag")).isTrue();
        assertThatThrownBy(() -> codec.settings().integer("base"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("\"base\" is \"mae\" where a whole number");
        try (SafeTensors tensors = SafeTensors.open(file)) {
            assertThat(tensors.floats("norm.weight")).containsExactly(1, 2);
        }
    }

    @Test
    void theDigestDependsOnWhatDecodesAndOnNothingElse() {
        Codec one = codec(0, 0);
        Codec otherWeights =
                Codec.of(CodecWriter.factorized(new float[2], TABLES).toBytes(), "b");
        assertThat(otherWeights.digest()).isEqualTo(one.digest());
        assertThat(otherWeights.contentDigest()).isNotEqualTo(one.contentDigest());
        assertThat(codec(0, 0.5f).digest()).isNotEqualTo(one.digest());
    }

    @Test
    void refusesAStreamOfAnotherCodec() {
        byte[] stream = codec(0, 0).encode(new Embedding(1, 2, new float[2]));
        assertThatThrownBy(() -> codec(0, 1).decode(stream))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("written with another codec");
    }

    @Test
    void countsSeventeenBytesAroundAPayload() {
        int tokens = 197;
        Codec codec = codec(0, 0);
        float[] y = new float[2 * tokens];
        int[] symbols = new int[2 * tokens];
        for (int i = 0; i < y.length; i++) {
            y[i] = 100 * i;
            symbols[i % 2 * tokens + i / 2] = 100 * i;
        }
        byte[] payload = RansEncoder.encodeByRow(symbols, tokens, TABLES);
        assertThat(payload.length).isBetween(128, 1 << 14);
        assertThat(codec.encode(new Embedding(tokens, 2, y))).hasSize(payload.length + 17);
    }

    @Test
    void refusesACodecOfTheFutureAndOtherKinds() {
        String problem = "is a codec of format version 2, this program reads version 1; use a newer one";
        byte[] future = new SafeTensorsWriter()
                .metadata("format", "nec4j codec")
                .metadata("format_version", "2")
                .toBytes();
        assertThatThrownBy(() -> Codec.of(future, "f.nec"))
                .isInstanceOf(FormatException.class)
                .hasMessage("f.nec: " + problem + " (at byte 8)");
        byte[] other = new SafeTensorsWriter()
                .floats("a", new long[] {1}, new float[1])
                .toBytes();
        assertThatThrownBy(() -> Codec.of(other, "o.nec"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("not a codec");
    }

    @Test
    void refusesFlippedBitsAnywhereInItsTensors() throws Exception {
        byte[] good = writer(0, 0).toBytes();
        int tensors = 4 * (2 + 2 + 8 + 2 + 2);
        Path file = folder.resolve("bad.nec");
        for (int bit = 0; bit < 8 * tensors; bit += 5) {
            byte[] bad = good.clone();
            bad[good.length - tensors + bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bad);
            assertThatThrownBy(() -> Codec.open(file))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("bad.nec");
        }
    }

    @Test
    void refusesAnotherPromiseOfTokensThanTheOneInItsDigest() {
        String honest = "\"max_tokens\":\"65536\"";
        String text = new String(writer(0, 0).toBytes(), StandardCharsets.ISO_8859_1);
        assertThat(text).contains(honest);
        byte[] bad = text.replace(honest, "\"max_tokens\":\"99999\"").getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Codec.of(bad, "bad.nec"))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("its content does not match its digest");
    }

    @Test
    void refusesWhatCannotBeCoded() {
        Codec codec = codec(0, 0);
        assertThatThrownBy(() -> codec.encode(new Embedding(1, 2, new float[] {Float.NaN, 0})))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("NaN at token 0, component 0");
        assertThatThrownBy(() -> codec.encode(new Embedding(1, 2, new float[] {0, 3e9f})))
                .isInstanceOf(UserException.class);
        assertThatThrownBy(() -> codec.encode(new Embedding(1, 3, new float[3])))
                .isInstanceOf(UserException.class);
        assertThatThrownBy(() -> codec.decode(folder.resolve("absent.nemb")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("absent.nemb");
    }

    @Test
    void refusesAModelThatItDoesNotKnowInOneSentence() {
        SafeTensors known = SafeTensors.of(TestCodecs.factorizedWriter().toBytes(), "codec.nec");
        SafeTensorsWriter other = new SafeTensorsWriter();
        known.metadata().forEach(other::metadata);
        other.metadata("model", "laplacian");
        known.names().forEach(name -> other.bytes(name, known.dtype(name), known.shape(name), known.bytes(name)));
        String sentence = "has a model \"laplacian\" that this program does not know; it knows factorised, hyperprior,"
                + " mean-scale hyperprior";
        assertThatThrownBy(() -> Codec.of(other.toBytes(), "codec.nec"))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("codec.nec: " + sentence)
                .hasMessageContaining(": use a newer one, or put the jar of that model's format on the class path");
        assertThatThrownBy(() -> CodecWriter.of("laplacian"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(sentence);
    }
}
