package org.nec4j.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.config.Configs;
import org.nec4j.progress.Console;
import org.nec4j.train.Trainer;
import org.tensorflow.framework.Summary;

/** What a run gives TensorBoard to look at, read by TensorFlow's own messages. */
class EventFileOfARunTest {
    private static final int SIDE = 32;
    private static final int PATCH = 8;
    private static final int GREY = 0x808080;

    @TempDir
    private Path folder;

    /** A picture at a step. */
    private record Strip(long step, String tag, BufferedImage image) {
        /** The pixels of one of the three squares. */
        List<Integer> square(int which) {
            List<Integer> pixels = new ArrayList<>();
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    pixels.add(image.getRGB(which * SIDE + x, y) & 0xffffff);
                }
            }
            return pixels;
        }
    }

    @Test
    void everyValidationShowsImagesMaskedAndGuessed() throws IOException {
        List<Strip> strips = strips("");

        assertThat(strips).extracting(Strip::step).containsExactly(2L, 2L, 4L, 4L);
        assertThat(strips.stream().map(Strip::tag).collect(Collectors.toSet()))
                .containsExactlyInAnyOrder(
                        "validation/original_masked_guessed/1", "validation/original_masked_guessed/2");
        for (Strip strip : strips) {
            List<Integer> original = strip.square(0);
            List<Integer> masked = strip.square(1);
            List<Integer> guessed = strip.square(2);
            long hidden = masked.stream().filter(pixel -> pixel == GREY).count();
            assertThat(hidden).isEqualTo(SIDE * SIDE * 3 / 4);
            for (int i = 0; i < original.size(); i++) {
                if (masked.get(i) != GREY) {
                    assertThat(masked.get(i)).isEqualTo(original.get(i));
                    assertThat(guessed.get(i)).isEqualTo(original.get(i));
                }
            }
            assertThat(guessed).isNotEqualTo(masked);
        }
        assertThat(strips.get(2).square(0))
                .as("the same image")
                .isEqualTo(strips.get(0).square(0));
        assertThat(strips.get(2).square(2))
                .as("guessed by a later state")
                .isNotEqualTo(strips.get(0).square(2));
        assertThat(strips.get(1).square(0))
                .as("another image")
                .isNotEqualTo(strips.get(0).square(0));
    }

    @Test
    void noPicturesAreDrawnWhereNoneAreWanted() throws IOException {
        assertThat(strips("training.validation.pictures = 0")).isEmpty();
    }

    private List<Strip> strips(String settings) throws IOException {
        Files.writeString(
                folder.resolve("scenes.conf"),
                "name = scenes, kind = synthetic\nsynthetic { images = 60, side = " + SIDE + " }");
        Path config = Files.writeString(folder.resolve("e.conf"), """
                experiment { name = pictures, runs = runs }
                model {
                  preset = custom
                  image-size = %d, patch-size = %d, dim = 16, depth = 2, heads = 2
                  decoder-dim = 16, decoder-depth = 1, decoder-heads = 2
                }
                data { sets = [scenes.conf], batch-size = 8 }
                training {
                  length = 4 steps, checkpoint-every = 2 steps
                  parameters = [{ pattern = "*pos_embed", train = false }, { pattern = "*", train = true }]
                  optimizer.learning-rate = 0.01
                }
                %s
                """.formatted(SIDE, PATCH, settings));
        Path run = Trainer.train(Configs.experiment(config, List.of()), Console.silent(), () -> false)
                .folder()
                .path();
        List<Strip> strips = new ArrayList<>();
        for (EventFileTest.Event event : EventFileTest.read(run.resolve("events.out.tfevents.nec4j"))) {
            for (Summary.Value value : event.summary().getValueList()) {
                if (value.hasImage()) {
                    byte[] png = value.getImage().getEncodedImageString().toByteArray();
                    BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
                    assertThat(image.getWidth())
                            .isEqualTo(3 * SIDE)
                            .isEqualTo(value.getImage().getWidth());
                    assertThat(image.getHeight())
                            .isEqualTo(SIDE)
                            .isEqualTo(value.getImage().getHeight());
                    strips.add(new Strip(event.step(), value.getTag(), image));
                }
            }
        }
        return strips;
    }
}
