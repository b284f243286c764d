package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.NoisePictures;
import org.nec4j.codec.Codec;
import org.nec4j.codec.json.JsonObject;

class InfoTest {
    @TempDir
    static Path folder;

    private static Path run;
    private static Path codec;
    private static Path stream;
    private static Path archive;

    @BeforeAll
    static void everythingThatACodecMakes() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        run = tiny.train();
        codec = tiny.export(run);
        NoisePictures.rgb(folder.resolve("images/a.png"), 40);
        NoisePictures.rgb(folder.resolve("images/b.png"), 40);
        archive = folder.resolve("images.nema");
        stream = folder.resolve("out/a.nemb");
        assertThat(Cli.run("encode", "-c", codec, "-o", folder.resolve("out"), folder.resolve("images"))
                        .status())
                .isZero();
        assertThat(Cli.run("encode", "-c", codec, "-o", archive, folder.resolve("images"))
                        .status())
                .isZero();
    }

    @Test
    void aCodecTellsWhatItIsMadeFromItsDigestsAndWhatDecodesIt() {
        Codec opened = Codec.open(codec);

        assertThat(told(codec))
                .startsWith(codec + ": a codec\n")
                .contains("entropy model           factorised\n")
                .contains("made from, experiment   tiny\n")
                .contains("digest                  " + opened.digest() + "\n")
                .contains("content digest          " + opened.contentDigest() + "\n")
                .contains("verified                all of its content matches both digests\n")
                .contains("encodes images          yes\n")
                .contains("nec4j decode -c " + codec);
    }

    @Test
    void aStreamNamesTheCodecThatItNeeds() throws IOException {
        String needed = Codec.open(codec).digest().substring(0, 8);

        assertThat(told(stream))
                .contains("a coded embedding (stream)")
                .contains("bytes                   " + Files.size(stream) + "\n")
                .contains("tokens                  17\n")
                .contains("codec digest begins     " + needed);
        assertThat(told(archive))
                .contains("embeddings              2\n")
                .contains("first key               a\n")
                .contains("codec digest            " + Codec.open(codec).digest());
    }

    @Test
    void aRunTellsHowItStandsAndThatItsStatesAreWhole() {
        assertThat(told(run))
                .contains(": a run\n")
                .contains("state                   finished\n")
                .contains("checkpoints/step-000000003.safetensors")
                .contains("verified                the content of these files matches their digests")
                .contains("nec4j export " + run);
        assertThat(told(run.resolve("checkpoints/step-000000003.safetensors")))
                .contains("a saved state of a run")
                .contains("steps                   3\n");
        assertThat(told(run.resolve("start.safetensors"))).contains("the tensors that a run began with");
    }

    @Test
    void weightsAndArraysAreToldApart() throws IOException {
        Path weights = folder.resolve("weights.safetensors");
        assertThat(Cli.run("export", run, "-o", weights, "--state-dict").status())
                .isZero();
        assertThat(told(weights))
                .contains(": a checkpoint\n")
                .contains(
                        "encoder                 2 blocks of 16 numbers a token, patches of 8 x 8 pixels of 3 bands\n")
                .contains("decoder                 1 blocks\n")
                .contains("verified                no digest is stated to compare with\n")
                .contains("nec4j import FILE CONFIG");
        assertThat(Cli.run("decode", "-c", codec, "-o", folder.resolve("back"), archive)
                        .status())
                .isZero();
        Path array = folder.resolve("back/a.npy");
        assertThat(told(array)).contains("a NumPy array").contains("shape                   17, 16\n");
        assertThat(told(zipped(array)))
                .contains("a NumPy archive of arrays")
                .contains("array, a                <f4 [17, 16]");
    }

    @Test
    void programsGetOneJsonObjectALine() {
        Cli info = Cli.run("info", codec, stream, archive, run, "--json");

        assertThat(info.status()).as(info.err()).isZero();
        List<JsonObject> all =
                info.out().lines().map(line -> JsonObject.parse(line, "info")).toList();
        assertThat(all)
                .extracting(one -> one.text("file"))
                .containsExactly(codec.toString(), stream.toString(), archive.toString(), run.toString());
        assertThat(all.get(0).text("digest")).isEqualTo(Codec.open(codec).digest());
        assertThat(all.get(0).object("made_from").text("experiment")).isEqualTo("tiny");
        assertThat(all.get(2).integer("embeddings")).isEqualTo(2);
    }

    @Test
    void damagedAndUnknownFilesGetOneSentenceEachAndTheOthersAreStillTold() throws IOException {
        for (Path whole : List.of(
                codec,
                stream,
                archive,
                run.resolve("start.safetensors"),
                run.resolve("checkpoints/step-000000003.safetensors"))) {
            byte[] bytes = Files.readAllBytes(whole);
            bytes[bytes.length * 2 / 3] ^= 1;
            Path damaged = folder.resolve("damaged-" + whole.getFileName());
            if (whole.endsWith("start.safetensors")) {
                damaged = Files.createDirectories(folder.resolve("damaged")).resolve("start.safetensors");
            }
            Files.write(damaged, bytes);
            refused(damaged);
        }
        Path unknown = folder.resolve("unknown.bin");
        Files.write(unknown, new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17});
        refused(unknown);
        refused(Files.createFile(folder.resolve("empty")));
        refused(folder.resolve("absent"));
        refused(folder.resolve("images"));
        refused(folder.resolve("images/a.png"));
        refused(folder.resolve("tiny.conf"));

        Cli both = Cli.run("info", unknown, stream);
        assertThat(both.status()).isEqualTo(2);
        assertThat(both.out()).startsWith(stream + ": a coded embedding");
    }

    private static void refused(Path file) {
        Cli info = Cli.run("info", file);
        assertThat(info.status()).as(info.err()).isEqualTo(2);
        assertThat(info.out()).isEmpty();
        assertThat(info.err().strip().lines()).hasSize(1);
        assertThat(info.err()).startsWith("nec4j: " + file).doesNotContain("mistake of its own");
    }

    private static String told(Path file) {
        Cli info = Cli.run("info", file);
        assertThat(info.status()).as(info.err()).isZero();
        return info.out();
    }

    private static Path zipped(Path array) throws IOException {
        Path file = folder.resolve("arrays.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file), StandardCharsets.UTF_8)) {
            zip.putNextEntry(new ZipEntry(array.getFileName().toString()));
            Files.copy(array, zip);
        }
        return file;
    }
}
