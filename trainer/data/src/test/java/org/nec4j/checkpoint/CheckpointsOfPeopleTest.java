package org.nec4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;

/** Files as training programs leave them behind; {@code people/make.py} wrote them with PyTorch. */
class CheckpointsOfPeopleTest {
    private static final String[] NAMES = {
        "cls_token", "pos_embed", "patch_embed.proj.weight", "blocks.0.norm1.weight", "norm.weight"
    };

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "clutter-2.pth",
                "clutter-5.pth",
                "clutter-legacy.pth",
                "default-model.pth",
                "attribute-model.pth"
            })
    void objectsOfAnyClassBesideTheTensorsArePassedOver(String name) {
        Checkpoint checkpoint = Checkpoint.read(Resources.file("people/" + name));

        assertThat(checkpoint.names()).containsExactly(NAMES);
        assertThat(checkpoint.floats("cls_token")).containsExactly(0, 1, 2, 3);
        assertThat(checkpoint.floats("norm.weight")).containsOnly(3);
        assertThat(checkpoint.note()).isEmpty();
    }

    @Test
    void namesWhatIsPassedOver() {
        assertThat(Checkpoint.read(Resources.file("people/clutter-5.pth")).passedOver())
                .contains(
                        "datetime.datetime", "pathlib.PosixPath", "numpy.dtype", "__main__.AttributeDict", "uuid.UUID");
    }

    @ParameterizedTest
    @CsvSource({
        "p-fsdp.pth, names of 5 of 5 tensors are read without the prefix _fsdp_wrapped_module; _checkpoint_wrapped_module.",
        "p-mixed.pth, names of 5 of 5 tensors are read without the prefix _orig_mod; model.module.",
        "p-head.pth, names of 5 of 7 tensors are read without the prefix model.encoder."
    })
    void takesPrefixesOffAndSaysSoInOneLine(String name, String note) {
        Checkpoint checkpoint = Checkpoint.read(Resources.file("people/" + name));

        assertThat(checkpoint.names()).contains(NAMES);
        assertThat(checkpoint.floats("cls_token")).containsExactly(0, 1, 2, 3);
        assertThat(checkpoint.note()).contains(name + ": " + note.replace(';', ','));
    }

    @Test
    void choosesNoneOfTwoModels() {
        Checkpoint checkpoint = Checkpoint.read(Resources.file("people/marks-differ.pth"));

        assertThat(checkpoint.names())
                .contains("_orig_mod.cls_token", "_fsdp_wrapped_module.cls_token")
                .hasSize(10);
        assertThat(checkpoint.unread()).containsExactly(NAMES);
    }

    @Test
    void partsOfAModelUnderPrefixesOfTheirOwnComeTogether() {
        Path file = folder.resolve("parts.safetensors");
        SafeTensorsWriter writer = new SafeTensorsWriter();
        for (String name : List.of(
                "net.encoder.cls_token",
                "net.encoder.blocks.0.norm1.weight",
                "net.decoder.mask_token",
                "net.decoder._orig_mod.decoder_blocks.0.norm1.weight",
                "net.bottleneck.quantiles",
                "loss.scale")) {
            writer.floats(name, new long[] {1}, new float[] {1});
        }
        writer.write(file);

        assertThat(Checkpoint.read(file).names())
                .containsExactlyInAnyOrder(
                        "cls_token",
                        "blocks.0.norm1.weight",
                        "mask_token",
                        "decoder_blocks.0.norm1.weight",
                        "bottleneck.quantiles",
                        "loss.scale");
    }

    @ParameterizedTest
    @CsvSource({
        "script.pt, is a TorchScript program",
        "whole-named.pt, is a whole pickled model of the class torch.nn.modules.container.Sequential",
        "sparse.pt, tensor a is made by torch._utils._rebuild_sparse_tensor"
    })
    void namesOtherFilesForWhatTheyAre(String name, String what) {
        assertThatThrownBy(() -> Checkpoint.read(Resources.file("people/" + name)))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll(name, what);
    }

    @ParameterizedTest
    @ValueSource(strings = {"forms-2.pth", "forms-5.pth", "forms-legacy.pth"})
    void tensorsInOtherFormsBesideTheWeightsArePlaceholders(String name) {
        Checkpoint checkpoint = Checkpoint.read(Resources.file("people/" + name));

        assertThat(checkpoint.names()).containsExactly(NAMES);
        assertThat(checkpoint.floats("cls_token")).containsExactly(0, 1, 2, 3);
        assertThat(checkpoint.unread())
                .containsExactly(
                        "complex", "sparse", "rows", "quantized", "channels", "narrow", "unsigned", "nested", "meta");
    }

    @ParameterizedTest
    @CsvSource({
        "forms-needed.pth, cls_token is made by torch._utils._rebuild_qtensor",
        "negated-needed.pth, cls_token is made by torch.neg as a view",
        "twice-differ.pth, cls_token stands there more than once",
        "marks-differ.pth, cls_token stands there more than once",
        "one-differs.pth, cls_token stands there more than once"
    })
    void aTensorThatIsNeededAndNotReadIsRefusedInOneSentence(String name, String what) {
        Checkpoint checkpoint = Checkpoint.read(Resources.file("people/" + name));

        for (ThrowingCallable use : List.<ThrowingCallable>of(
                () -> checkpoint.contains("cls_token"),
                () -> checkpoint.floats("cls_token"),
                () -> checkpoint.require(TensorExpectation.of(Map.of("cls_token", new long[] {1, 1, 4}))
                        .mayLack("cls")))) {
            assertThatThrownBy(use)
                    .isInstanceOf(UserException.class)
                    .hasMessageContainingAll(name, what)
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void aFileWithTwoNamesForOneTensorSaysSo() {
        Checkpoint equal = Checkpoint.read(Resources.file("people/twice-equal.pth"));
        Checkpoint twins = Checkpoint.read(Resources.file("people/two.pth"));

        assertThat(twins.names()).containsExactly(NAMES);
        assertThat(twins.note().orElseThrow())
                .endsWith("without the prefix student, teacher; 5 stand there twice, with the same numbers.");

        assertThat(equal.names()).containsExactly(NAMES);
        assertThat(equal.note().orElseThrow()).endsWith("5 stand there twice, with the same numbers.");
        assertThat(Checkpoint.read(Resources.file("people/twice-differ.pth"))
                        .note()
                        .orElseThrow())
                .contains("module.cls_token and cls_token, whose numbers differ");
    }

    @Test
    void oneTensorIsToldAsOne() {
        assertThat(noteOf(List.of("model.cls_token"), 0).orElseThrow())
                .endsWith("the name of the only tensor is read without the prefix model.");
        assertThat(noteOf(List.of("model.cls_token", "cls_token"), 0).orElseThrow())
                .endsWith("1 stands there twice, with the same numbers.");
        assertThat(noteOf(List.of("model.cls_token", "cls_token"), 1).orElseThrow())
                .contains("the name of a tensor stands there more than once, such as");
    }

    private Optional<String> noteOf(List<String> names, int step) {
        SafeTensorsWriter writer = new SafeTensorsWriter();
        for (int i = 0; i < names.size(); i++) {
            writer.floats(names.get(i), new long[] {1}, new float[] {i * step});
        }
        Path file = folder.resolve("one-" + names.size() + "-" + step + ".safetensors");
        writer.write(file);
        return Checkpoint.read(file).note();
    }

    @Test
    void findsAModelInsideAnyNames() {
        Checkpoint ema = Checkpoint.read(Resources.file("people/ema-module.pth"));

        assertThat(ema.names()).containsExactly(NAMES);
        assertThat(ema.note()).isEmpty();
        assertThat(Checkpoint.read(Resources.file("people/model-and-ema.pth")).note())
                .contains("model-and-ema.pth: of several models model is read, and model_ema is not.");
        assertThat(Checkpoint.read(Resources.file("people/large-number.pth")).names())
                .containsExactly(NAMES);
    }

    @Test
    void safetensorsOfTypesThatAreNotReadArePlaceholdersToo() throws IOException {
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"F8_E4M3\",\"shape\":[3],\"data_offsets\":[4,7]}}";
        ByteBuffer file = ByteBuffer.allocate(8 + header.length() + 7).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length())
                .put(header.getBytes(StandardCharsets.US_ASCII))
                .putFloat(7);
        Path path = Files.write(folder.resolve("narrow.safetensors"), file.array());
        Checkpoint checkpoint = Checkpoint.read(path);

        assertThat(checkpoint.floats("a")).containsExactly(7);
        assertThat(checkpoint.unread()).containsExactly("b");
        assertThatThrownBy(() -> checkpoint.contains("b"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("tensor b is stored as F8_E4M3");
        assertThatThrownBy(() -> SafeTensors.open(path)).hasMessageContaining("F8_E4M3");
    }

    @Test
    void readsShardsByTheirIndexAndByTheFolder() throws IOException {
        shard("model-00001-of-00002.safetensors", "cls_token");
        shard("model-00002-of-00002.safetensors", "model.norm.weight");
        Path index = index("{\"metadata\": {}, \"weight_map\": {\"cls_token\": \"model-00001-of-00002.safetensors\","
                + " \"model.norm.weight\": \"model-00002-of-00002.safetensors\"}}");
        Files.writeString(folder.resolve("config.json"), "{\"model_type\": \"vit_mae\"}");

        Checkpoint byIndex = Checkpoint.read(index);
        Checkpoint byFolder = Checkpoint.read(folder);

        assertThat(byIndex.names()).containsExactly("cls_token", "model.norm.weight");
        assertThat(byFolder.names()).isEqualTo(byIndex.names());
        assertThat(byFolder.sha256()).isEqualTo(byIndex.sha256());
        assertThat(byFolder.floats("model.norm.weight")).containsExactly(17);
        assertThatThrownBy(() -> Checkpoint.read(folder.resolve("model-00002-of-00002.safetensors")))
                .hasMessageContaining("is one of several shards");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[1]",
                "{\"weight_map\": {}}",
                "{\"weight_map\": {\"a\": \"../a.safetensors\"}}",
                "{\"weight_map\": {\"a\": \"/etc/passwd\"}}",
                "{\"weight_map\": {\"a\": 3}}",
                "{\"weight_map\": {\"a\": \"gone.safetensors\"}}",
                "{\"weight_map\": {\"absent\": \"model-00001-of-00002.safetensors\"}}"
            })
    void refusesAnIndexThatNamesNoShards(String text) throws IOException {
        shard("model-00001-of-00002.safetensors", "cls_token");
        Path index = index(text);

        assertThatThrownBy(() -> Checkpoint.read(index))
                .isInstanceOf(UserException.class)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void aNumberThatIsNoneNamesFileTensorAndChannel() {
        Path file = folder.resolve("nan.safetensors");
        float[] numbers = new float[12];
        numbers[7] = Float.NaN;
        new SafeTensorsWriter()
                .floats("bottleneck.matrices.1", new long[] {4, 3, 1}, numbers)
                .write(file);

        assertThatThrownBy(() -> Checkpoint.read(file).finite("bottleneck.matrices.1", "channel"))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll(file.toString(), "bottleneck.matrices.1 holds NaN in channel 2 (of 4");
    }

    private void shard(String name, String tensor) {
        new SafeTensorsWriter()
                .floats(tensor, new long[] {1}, new float[] {tensor.length()})
                .write(folder.resolve(name));
    }

    private Path index(String text) throws IOException {
        return Files.writeString(folder.resolve("model.safetensors.index.json"), text);
    }
}
