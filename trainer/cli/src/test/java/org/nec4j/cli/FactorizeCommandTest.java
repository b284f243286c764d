package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.NoisePictures;
import org.nec4j.checkpoint.Checkpoint;
import org.nec4j.codec.Codec;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;

class FactorizeCommandTest {
    @TempDir
    private Path folder;

    private TinyRun tiny;
    private Path codec;

    @BeforeEach
    void aCodec() throws IOException {
        tiny = TinyRun.in(folder);
        codec = folder.resolve("codec.nec");
        succeed("fit", tiny.config(), "transform.step=0.1", "-o", codec);
    }

    @Test
    void aSmallerCodecAndTheWholeOneDecodeEachOthersStreams() throws IOException {
        Path small = folder.resolve("small.nec");
        Cli made = succeed("factorize", codec, "--share", "0.5", "--data", folder.resolve("scenes.conf"), "-o", small);

        assertThat(made.out().strip()).isEqualTo(small.toString());
        assertThat(made.err())
                .contains("The encoder keeps ", " from what its layers give on 40 images; its tokens are off by ");
        assertThat(Codec.open(small).digest()).isEqualTo(Codec.open(codec).digest());
        assertThat(Codec.open(small).contentDigest())
                .isNotEqualTo(Codec.open(codec).contentDigest());
        assertThat(Files.size(small)).isLessThan(Files.size(codec));
        Path image = folder.resolve("images/scene.png");
        NoisePictures.rgb(image, 32);
        succeed("encode", "-c", small, "-o", folder.resolve("out"), image);
        Path stream = folder.resolve("out/scene.nemb");
        succeed("decode", "-c", codec, "-o", folder.resolve("back"), stream);
        succeed("decode", "-c", small, "-o", folder.resolve("again"), stream);
        assertThat(folder.resolve("back/scene.npy")).hasSameBinaryContentAs(folder.resolve("again/scene.npy"));
        assertThat(succeed("info", small).out())
                .contains("kept share", "0.5", "factorized from", "codec.nec")
                .containsPattern("encodes images +yes");
        assertThat(succeed("eval", small, "--data", folder.resolve("scenes.conf"), "--head", "linear")
                        .out())
                .contains("accuracy");
        succeed("export", small, "--onnx", folder.resolve("onnx"));
        assertThat(folder.resolve("onnx/encoder.onnx")).exists();
    }

    @Test
    void aSmallerCheckpointTrainsFitsAndExports() throws IOException {
        Path whole = checkpoint("whole.safetensors");
        Path small = folder.resolve("small.safetensors");
        succeed("factorize", whole, tiny.config(), "--share", "0.4", "--ranks", "greedy", "-o", small);

        Checkpoint checkpoint = Checkpoint.read(small);
        assertThat(checkpoint.contains("blocks.0.attn.qkv.u.weight")).isTrue();
        assertThat(checkpoint.contains("blocks.0.attn.qkv.weight")).isFalse();
        assertThat(checkpoint.contains("decoder_blocks.0.attn.qkv.weight")).isTrue();
        assertThat(succeed("info", small).out())
                .contains("2 blocks of 16 numbers a token, patches of 8 x 8 pixels of 3 bands")
                .containsPattern(
                        "factorized +9 products of two matrices, ranks from [0-9]+ to [0-9]+, with [0-9]+\\.[0-9] % of");
        String named = "model.checkpoint=" + small;
        succeed("validate", tiny.config(), named);
        succeed("fit", tiny.config(), named, "-o", folder.resolve("fitted.nec"));
        Path run = tiny.train(named);
        Path trained = tiny.export(run);
        assertThat(Codec.open(trained).settings().object("shape").numbers("ranks"))
                .hasSize(9);
        Path state = folder.resolve("state.safetensors");
        succeed("export", run, "-o", state, "--state-dict");
        assertThat(Checkpoint.read(state).shape("blocks.0.attn.qkv.weight")).containsExactly(48, 16);
        // Another codec of the run, made smaller again, is refused; so is the checkpoint.
        assertThat(complaint("factorize", trained, "--share", "0.3", "--method", "svd", "-o", folder.resolve("no.nec")))
                .isEqualTo("nec4j: " + trained
                        + ": is factorized already; make the smaller one of the whole encoder that it came from");
        assertThat(complaint("factorize", small, tiny.config(), "--share", "0.3", "-o", folder.resolve("no.nec")))
                .contains("small.safetensors: is factorized already");
    }

    @Test
    void theSameImagesGiveTheSameBytes() throws IOException {
        Path one = folder.resolve("one.nec");
        Path two = folder.resolve("two.nec");
        for (Path small : new Path[] {one, two}) {
            succeed("factorize", codec, "--share", "0.5", "--data", folder.resolve("scenes.conf"), "-o", small);
        }
        assertThat(one).hasSameBinaryContentAs(two);
    }

    @Test
    void whatCannotBeIsToldInOneSentenceAndNothingIsWritten() throws IOException {
        Path out = folder.resolve("out.nec");
        assertThat(complaint("factorize", codec, "--share", "1.5", "-o", out))
                .isEqualTo(
                        "nec4j: --share 1.5 is no share of the encoder's numbers to keep; give one between 0 and 1, such as 0.25");
        assertThat(complaint("factorize", codec, "--share", "0.5", "--images", "0", "-o", out))
                .startsWith("nec4j: --images 0 leaves none to look at");
        assertThat(complaint("factorize", codec, "--share", "0.5", "-o", out))
                .isEqualTo("nec4j: " + codec
                        + ": is made smaller from what its layers give on images, and there are none; name a data"
                        + " set with --data, or take --method svd without --distill, which looks at weights alone");
        assertThat(complaint("factorize", codec, tiny.config(), "--share", "0.5", "-o", out))
                .contains("is a codec and says itself how its model looks at images");
        assertThat(complaint("factorize", codec, "--share", "0.05", "--method", "svd", "-o", out))
                .contains("--share 0.05 leaves no rank for some product of this encoder");
        assertThat(complaint("factorize", codec, "--share", "0.5", "--method", "svd", "-o", codec))
                .contains("is the file that is made smaller; name another one with -o");
        Path neither = Files.writeString(folder.resolve("neither.bin"), "neither a codec nor a checkpoint");
        assertThat(complaint("factorize", neither, tiny.config(), "--share", "0.5", "-o", out))
                .startsWith("nec4j: " + neither + ": is neither safetensors nor a PyTorch file");
        Path whole = checkpoint("whole.safetensors");
        assertThat(complaint("factorize", whole, "--share", "0.5", "-o", out))
                .contains("is a checkpoint, which does not say how its model looks at images; name an experiment");
        assertThat(complaint(
                        "factorize",
                        whole,
                        tiny.config(),
                        "--share",
                        "0.5",
                        "--data",
                        folder.resolve("scenes.conf"),
                        "-o",
                        out))
                .contains("--data is for codecs");
        assertThat(out).doesNotExist();
    }

    /** The whole encoder and decoder that a run without a bottleneck begins with. */
    private Path checkpoint(String name) {
        Cli pretrained = succeed(
                "pretrain",
                tiny.config(),
                "objective.kind=mae",
                "training.parameters=[{pattern = \"*pos_embed\", train = false}, {pattern = \"*\", train = true}]");
        Path run = Path.of(pretrained.out().strip());
        SafeTensorsWriter writer = new SafeTensorsWriter();
        try (SafeTensors start = SafeTensors.open(run.resolve("start.safetensors"))) {
            start.names().forEach(tensor -> writer.floats(tensor, start.shape(tensor), start.floats(tensor)));
        }
        Path file = folder.resolve(name);
        writer.write(file);
        return file;
    }

    private static Cli succeed(Object... words) {
        Cli run = Cli.run(words);
        assertThat(run.status()).as(run.err()).isZero();
        return run;
    }

    private static String complaint(Object... words) {
        Cli run = Cli.run(words);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.complaint()).doesNotContain("\n");
        return run.complaint();
    }
}
