package org.nec4j.onboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.Sensor;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.data.ByteImage;
import org.nec4j.data.PngWriter;
import org.nec4j.export.Encoding;
import org.nec4j.export.ImageEncoder;
import org.nec4j.info.Info;
import org.nec4j.progress.Console;

class OnboardCodecTest {
    @TempDir
    private Path folder;

    private Path set;
    private Path file;

    @BeforeEach
    void anExperiment() throws IOException {
        set = Files.writeString(folder.resolve("scenes.conf"), """
                name = scenes
                kind = synthetic
                synthetic { images = 60, side = 32 }
                """);
        file = Files.writeString(
                folder.resolve("sensing.conf"),
                """
                experiment { name = tiny, runs = "%s" }
                objective.kind = compressed-learning
                data { set = "%s", side = 32 }
                sensing { ratio = 0.25, block = 16, iterations = 3, controller = 8 }
                training { clean-steps = 2, steps = 6, batch-size = 8, width = 2, checkpoint-every = 1, log-every = 1 }
                """.replaceFirst("%s", folder.resolve("runs").toString()).replaceFirst("%s", set.toString()));
    }

    private OnboardTraining.Result train(int stopAfter, String... assignments) {
        AtomicInteger steps = new AtomicInteger();
        return OnboardTraining.train(
                Configs.sensing(file, List.of(assignments)),
                Console.silent(),
                () -> steps.incrementAndGet() == stopAfter);
    }

    /** What the codec's bytes and its recovery lose is what the run measured, but for the rounding to bytes. */
    @Test
    void imagesComeBackFromStreamsAsWellAsTheRunRecoversThem() {
        for (String scheme : List.of("unrolled", "dct", "ridge")) {
            OnboardTraining.Result run = train(0, "sensing.scheme=" + scheme);
            Path codec = folder.resolve(scheme + ".nec");
            OnboardCodec.export(run.folder(), codec);
            Sensor sensor = Sensor.open(codec);
            assertThat(sensor.height()).isEqualTo(32);
            assertThat(sensor.codec().dim()).isEqualTo(64);
            OnboardDecoder decoder = OnboardDecoder.open(codec);
            Scenes scenes = Scenes.of(set, 32);
            double squares = 0;
            int right = 0;
            int at = 0;
            for (float[] image : scenes.judged().blocks()) {
                float[] grey = new float[image.length];
                for (int i = 0; i < grey.length; i++) {
                    grey[i] = (float) (image[i] / scenes.scale() + scenes.mean());
                }
                byte[] stream = sensor.encode(grey);
                assertThat(Codec.payloadBytes(stream)).isEqualTo(4 * 64);
                Embedding recovered = decoder.image(sensor.codec().decode(stream));
                assertThat(recovered.tokens()).isEqualTo(32);
                squares += decoder.squares(recovered, grey) / scenes.judged().size();
                right += decoder.classOf(recovered) == scenes.judged().labels()[at++] ? 1 : 0;
            }
            assertThat((double) right / scenes.judged().size())
                    .as(scheme)
                    .isCloseTo(run.finished().orElseThrow().accuracy(), within(0.1));
            assertThat(squares)
                    .as(scheme)
                    .isCloseTo(run.finished().orElseThrow().squares(), within(0.02 * squares + 2e-3));
        }
    }

    /** The last of four classes lies in a split that is neither learnt from nor judged. */
    @Test
    void aClassWithoutAnImageIsOneAllTheSame() throws IOException {
        StringBuilder index = new StringBuilder("path,label,split\n");
        for (int i = 0; i < 24; i++) {
            byte[] samples = new byte[32 * 32 * 3];
            new Random(i).nextBytes(samples);
            PngWriter.write(folder.resolve("pictures/" + i + ".png"), new ByteImage(32, 32, 3, samples));
            index.append(i).append(".png,").append("abcd".charAt(i % 4)).append(',');
            index.append(
                            i % 4 == 3
                                    ? "pretrain"
                                    : List.of("train", "val", "test").get(i / 4 % 3))
                    .append('\n');
        }
        Files.writeString(folder.resolve("pictures/index.csv"), index);
        set = Files.writeString(folder.resolve("four.conf"), "name = four\nfolders = [pictures]\n");
        Path codec = folder.resolve("codec.nec");

        OnboardCodec.export(train(0, "data.set=" + set).folder(), codec);

        OnboardDecoder.open(codec).requireClasses(List.of("a", "b", "c", "d"), set);
        assertThat(Scenes.of(set, 32).classes()).isEqualTo(4);
    }

    @Test
    void itsClassifierIsForTheClassesThatItLearnt() {
        Path codec = folder.resolve("codec.nec");
        OnboardCodec.export(train(0).folder(), codec);
        OnboardDecoder decoder = OnboardDecoder.open(codec);
        List<String> names = Scenes.of(set, 32).names();
        decoder.requireClasses(names, set);
        List<String> others = new ArrayList<>(names);
        others.set(0, "elsewhere");
        assertThatThrownBy(() -> decoder.requireClasses(others, set))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("has the classes elsewhere,")
                .hasMessageContaining("tells apart " + names.get(0));
    }

    @Test
    void imageFilesBecomeStreamsOfAByteAMeasurement() throws IOException {
        Path codec = folder.resolve("codec.nec");
        OnboardCodec.export(train(0).folder(), codec);
        BufferedImage image = new BufferedImage(40, 32, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(1);
        for (int i = 0; i < 40 * 32; i++) {
            image.setRGB(i % 40, i / 40, random.nextInt(1 << 24));
        }
        Path picture = folder.resolve("picture.png");
        ImageIO.write(image, "png", picture.toFile());
        Path out = folder.resolve("out");
        assertThat(Encoding.encode(codec, List.of(picture), out, Console.silent())
                        .images())
                .isEqualTo(1);
        Sensor sensor = Sensor.open(codec);
        float[] grey = new float[32 * 32];
        for (int i = 0; i < grey.length; i++) {
            int rgb = image.getRGB(4 + i % 32, i / 32);
            grey[i] = 0.299f * ((rgb >> 16 & 255) / 255f)
                    + 0.587f * ((rgb >> 8 & 255) / 255f)
                    + 0.114f * ((rgb & 255) / 255f);
        }
        assertThat(Files.readAllBytes(out.resolve("picture.nemb"))).isEqualTo(sensor.encode(grey));
        assertThat(new Info(folder).of(codec).text())
                .contains("sensing")
                .contains("64")
                .containsPattern("encodes images +yes\n")
                .containsPattern("draws reconstructions +yes\n")
                .contains("--detail image");
        assertThatThrownBy(() -> ImageEncoder.open(codec))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is a sensing codec, whose measurements are no embeddings of a transformer");
    }

    @Test
    void refusesRunsThatHaveLearntNoSensing() {
        Path codec = folder.resolve("codec.nec");
        assertThatThrownBy(() -> OnboardCodec.export(train(1).folder(), codec))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("has learnt its classifier alone so far, at update 1");
        assertThatThrownBy(() ->
                        OnboardCodec.export(train(0, "sensing.scheme=none").folder(), codec))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("senses nothing");
        assertThatThrownBy(() -> OnboardCodec.export(folder, codec))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is no folder of a run of compressed learning");
        assertThat(codec).doesNotExist();
    }
}
