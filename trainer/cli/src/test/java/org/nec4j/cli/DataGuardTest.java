package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.NoisePictures;

/** Images that would spoil a run, in front of every command that learns from images. */
class DataGuardTest {
    @TempDir
    Path folder;

    private Path config;

    @BeforeEach
    void twelveImagesOfTwoClasses() throws IOException {
        TinyRun.in(folder);
        for (int i = 0; i < 12; i++) {
            String split = i < 8 ? "train" : i < 10 ? "val" : "test";
            NoisePictures.rgb(
                    folder.resolve("images/" + split + "/" + (i % 2 == 0 ? "field" : "river") + "/" + i + ".png"),
                    40 + i);
        }
        Files.writeString(folder.resolve("images.conf"), "name = mine\nfolders = [images]\n");
        config = Files.writeString(folder.resolve("mine.conf"), "include \"tiny.conf\"\ndata.sets = [images.conf]\n");
    }

    @Test
    void aBrokenImageStopsTrainPretrainFitAndReproduceBeforeAFolderIsMade() throws IOException {
        broken();
        Path mae = Files.writeString(folder.resolve("mae.conf"), """
                include "mine.conf"
                objective.kind = mae
                training.parameters = [{ pattern = "*pos_embed", train = false }, { pattern = "*", train = true }]
                """);
        Path study = Files.writeString(folder.resolve("study.conf"), """
                name = study
                title = "A study"
                data = images.conf
                base = mine.conf
                heads = [linear]
                systems.png = true
                """);
        List<Cli> runs = List.of(
                Cli.run("train", config),
                Cli.run("pretrain", mae),
                Cli.run("fit", config, "-o", folder.resolve("no.nec")),
                Cli.run("reproduce", study, "-o", folder.resolve("results"), "--work", folder.resolve("work")));

        for (Cli run : runs) {
            assertThat(run.status()).as(run.err()).isEqualTo(2);
            assertThat(run.complaint()).startsWith("nec4j: ").contains("broken.png: is no JPEG, PNG or TIFF image");
        }
        assertThat(folder.resolve("no.nec")).doesNotExist();
        assertThat(folder.resolve("results")).doesNotExist();
        assertThat(folder.resolve("runs")).doesNotExist();
    }

    @Test
    void aBrokenCheckpointIsToldBeforeImagesAreLookedAt() throws IOException {
        broken();
        Path weights = Files.writeString(folder.resolve("weights.safetensors"), "no weights at all");

        for (String verb : List.of("train", "fit")) {
            List<Object> words = new ArrayList<>(List.of(verb, config, "model.checkpoint=" + weights));
            if (verb.equals("fit")) {
                words.addAll(List.of("-o", folder.resolve("no.nec")));
            }
            assertThat(Cli.run(words.toArray()).complaint()).startsWith("nec4j: " + weights + ": is neither");
        }
    }

    @Test
    void aBrokenStateIsToldBeforeImagesAreLookedAt() throws IOException {
        Cli train = Cli.run("train", config);
        Path run = Path.of(train.out().strip());
        broken();
        for (String file : List.of("checkpoints/step-000000003.safetensors", "start.safetensors")) {
            Path state = run.resolve(file);
            byte[] whole = Files.readAllBytes(state);
            byte[] bytes = whole.clone();
            bytes[bytes.length - 9] ^= 1;
            Files.write(state, bytes);

            Cli resumed = Cli.run("train", "--resume", run, "training.length=5 steps", "--allow", "training.length");

            assertThat(resumed.complaint()).startsWith("nec4j: " + state + ": is damaged");
            Files.write(state, whole);
        }
        assertThat(Cli.run("train", "--resume", run).complaint()).contains("broken.png: is no JPEG");
    }

    @Test
    void arraysWhoseAxesNobodyCanTellAreRefusedByTheFirstOfThem() throws IOException {
        byte[] header =
                "{'descr': '|u1', 'fortran_order': False, 'shape': (4, 4, 4), }".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer array = ByteBuffer.allocate(10 + header.length + 64).order(ByteOrder.LITTLE_ENDIAN);
        array.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) header.length)
                .put(header);
        Path cube = Files.write(folder.resolve("images/train/field/cube.npy"), array.array());
        Path set = Files.writeString(
                folder.resolve("images.conf"), "name = mine\nfolders = [images]\nsamples = bands\nbands = [1, 2]\n");
        String[] bands = {"model.channels=2", "data.mean=[100,100]", "data.std=[50,50]"};
        String sentence =
                cube + ": an array of [4, 4, 4] may be bands, rows, columns or rows, columns, bands; say which"
                        + " by order = chw or order = hwc in the data set's description";

        assertThat(Cli.run("validate", config, bands[0], bands[1], bands[2]).err())
                .contains(sentence);
        assertThat(Cli.run("train", config, bands[0], bands[1], bands[2]).err())
                .contains(sentence)
                .doesNotContain("checking images");
        assertThat(Cli.run("stats", set).complaint()).contains(sentence);
    }

    @Test
    void severalProblemsAreAShortList() throws IOException {
        for (int i = 0; i < 12; i++) {
            Files.writeString(folder.resolve("images/train/field/broken" + i + ".png"), "no image, number " + i);
        }

        String complaint = Cli.run("train", config).complaint();

        assertThat(complaint)
                .startsWith("nec4j: the images have 12 problems:\n  ")
                .contains("\n  and 2 more");
        assertThat(complaint.lines()).hasSize(12);
    }

    @Test
    void copiesStopARunUnlessTheyAreAllowedByName() throws IOException {
        Files.copy(folder.resolve("images/train/field/0.png"), folder.resolve("images/test/field/copy.png"));

        assertThat(Cli.run("train", config).complaint())
                .contains("0.png: the same file as ", "remove one, or allow copies (data.copies = allow");
        Cli allowed = Cli.run("train", config, "data.copies=allow");
        assertThat(allowed.status()).as(allowed.err()).isZero();
        assertThat(allowed.err()).contains("Warning: ", "the same file as ");
        // Remembered, warning included.
        assertThat(Cli.run("train", config, "data.copies=allow").err()).contains("Warning: ", "the same file as ");
    }

    @Test
    void aClassWithoutAnImageToLearnFromStopsARun() throws IOException {
        Files.writeString(
                folder.resolve("images.conf"), "name = mine\nfolders = [images]\nclasses = [field, river, town]\n");

        assertThat(Cli.run("train", config).complaint())
                .isEqualTo("nec4j: data set mine: class 'town' has no image to learn from (split train); add images, or"
                        + " take it out of the description's classes.");
    }

    @Test
    void lookingCanBeMadeQuickOrTurnedOffByName() throws IOException {
        Path image = broken();
        Files.copy(image, folder.resolve("images/test/field/copy.png"));

        assertThat(Cli.run("fit", config, "data.check=quick", "-o", folder.resolve("no.nec"))
                        .complaint())
                .contains("the same file")
                .doesNotContain("is no JPEG");
        assertThat(Cli.run("fit", config, "data.check=off", "-o", folder.resolve("no.nec"))
                        .complaint())
                .contains(": is no JPEG, PNG or TIFF image")
                .doesNotContain("the same file");
    }

    @Test
    void soundImagesAreRememberedUntilOneChanges() throws IOException {
        assertThat(Cli.run("train", config).status()).isZero();
        Path remembered = folder.resolve("runs/.checked");
        assertThat(files(remembered)).hasSize(1);
        assertThat(Cli.run("train", config).status()).isZero();
        assertThat(files(remembered)).hasSize(1);

        broken();

        assertThat(Cli.run("train", config).complaint()).contains("broken.png");
    }

    @Test
    void aDamagedArrayOfBandsIsNamedWithItsOwnWords() throws IOException {
        Files.writeString(folder.resolve("images/train/field/cut.npy"), "\u0093NUMPY");
        Files.writeString(
                folder.resolve("images.conf"), "name = mine\nfolders = [images]\nsamples = bands\nbands = [1, 2]\n");

        Cli run = Cli.run("train", config, "model.channels=2", "data.mean=[100,100]", "data.std=[50,50]");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.complaint()).contains("cut.npy: ");
    }

    private Path broken() throws IOException {
        return Files.writeString(folder.resolve("images/train/field/broken.png"), "no image");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }
}
