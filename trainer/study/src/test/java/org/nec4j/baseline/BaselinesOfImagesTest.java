package org.nec4j.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.ByteImage;
import org.nec4j.data.Normalization;

class BaselinesOfImagesTest {
    private static final ByteImage IMAGE = hills(128, 96, 5);

    @TempDir
    Path folder;

    static Stream<Baseline<ByteImage>> lossless() {
        return Stream.of(
                new RawZstd(),
                new RawHalfZstd(
                        new Normalization(new float[] {0.485f, 0.456f, 0.406f}, new float[] {0.229f, 0.224f, 0.225f})),
                ImageCodec.png());
    }

    static Stream<Baseline<ByteImage>> all() {
        return Stream.concat(
                lossless(), Stream.of(ImageCodec.jpeg(2500), ImageCodec.jpeg2000(2500), ImageCodec.webp(2500)));
    }

    @ParameterizedTest
    @MethodSource("lossless")
    void losslessFormatsGiveTheSamplesBack(Baseline<ByteImage> baseline) {
        Coder<ByteImage> coder = coder(baseline);
        assertThat(coder.decode(coder.encode(IMAGE)).samples()).isEqualTo(IMAGE.samples());
    }

    @ParameterizedTest
    @MethodSource("lossless")
    void anImageOfAnotherShapeTellsItsOwn(Baseline<ByteImage> baseline) {
        Coder<ByteImage> coder = coder(baseline);
        ByteImage other = hills(40, 30, 9);
        ByteImage back = coder.decode(coder.encode(other));
        assertThat(back.width()).isEqualTo(40);
        assertThat(back.height()).isEqualTo(30);
        assertThat(back.samples()).isEqualTo(other.samples());
        byte[] impossible = coder.encode(other);
        impossible[1] = (byte) 0x7F;
        assertThatThrownBy(() -> coder.decode(impossible)).isInstanceOf(UserException.class);
    }

    @ParameterizedTest
    @MethodSource("all")
    void aStreamThatIsCutOffIsRefused(Baseline<ByteImage> baseline) {
        Coder<ByteImage> coder = coder(baseline);
        byte[] stream = coder.encode(IMAGE);
        for (int length : new int[] {0, 1, 20}) {
            assertThatThrownBy(() -> coder.decode(Arrays.copyOf(stream, length)))
                    .isInstanceOf(UserException.class);
        }
    }

    @Test
    void qualityIsSpentUpToTheTarget() {
        Map<String, IntFunction<ImageCodec>> formats =
                Map.of("JPEG", ImageCodec::jpeg, "JPEG 2000", ImageCodec::jpeg2000, "WebP", ImageCodec::webp);
        formats.forEach((format, codec) -> {
            double before = Double.MAX_VALUE;
            for (int target : new int[] {1000, 2500, 6000}) {
                Coder<ByteImage> coder = coder(codec.apply(target));
                byte[] stream = coder.encode(IMAGE);
                assertThat(stream.length).as("%s", format).isBetween((int) (0.65 * target), target);
                double error = meanSquaredError(IMAGE, coder.decode(stream));
                assertThat(error).as("%s at %d", format, target).isLessThan(before);
                before = error;
            }
            assertThat(before).as("%s", format).isLessThan(30);
        });
    }

    @Test
    void aTargetBelowTheLeastGivesTheLeast() {
        Coder<ByteImage> coder = coder(ImageCodec.jpeg(10));
        assertThat(coder.encode(IMAGE))
                .isEqualTo(ImageFormat.JPEG.encode(Pictures.picture(IMAGE), 0))
                .hasSizeGreaterThan(200);
    }

    @Test
    void theBytesAreThoseOfAFileThatOthersRead() throws Exception {
        Coder<ByteImage> coder = coder(ImageCodec.jpeg(4000));
        Path file = folder.resolve("a.jpg");
        Files.write(file, coder.encode(IMAGE));
        File written = file.toFile();
        BufferedImage read = ImageIO.read(written);
        assertThat(written.length()).isEqualTo(coder.encode(IMAGE).length);
        assertThat(read.getWidth()).isEqualTo(128);
        assertThat(read.getHeight()).isEqualTo(96);
    }

    @Test
    void coloursKeepTheirOrder() {
        ByteImage red = new ByteImage(48, 48, 3, new byte[48 * 48 * 3]);
        for (int i = 0; i < 48 * 48; i++) {
            red.samples()[3 * i] = (byte) 200;
        }
        for (ImageFormat format : ImageFormat.values()) {
            ByteImage back = format.decode(format.encode(Pictures.picture(red), 1));
            assertThat(back.at(4, 4, 0)).as("%s", format).isBetween(190, 210);
            assertThat(back.at(4, 4, 2)).as("%s", format).isLessThan(20);
        }
    }

    @Test
    void anImageOfFiveChannelsIsRefused() {
        assertThatThrownBy(() -> Pictures.picture(new ByteImage(2, 2, 5, new byte[20])))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("5");
    }

    private static Coder<ByteImage> coder(Baseline<ByteImage> baseline) {
        return (Coder<ByteImage>) baseline.fit(List.of(IMAGE));
    }

    /** Smooth hills with some grain. */
    private static ByteImage hills(int width, int height, long seed) {
        Random random = new Random(seed);
        byte[] samples = new byte[width * height * 3];
        for (int i = 0; i < samples.length; i++) {
            int x = i / 3 % width;
            int y = i / 3 / width;
            double hill = 100 + 60 * Math.sin(x / 9.0 + i % 3) + 50 * Math.cos(y / 7.0 - x / 20.0);
            samples[i] = (byte) Math.min(255, Math.max(0, Math.rint(hill + 6 * random.nextGaussian())));
        }
        return new ByteImage(width, height, 3, samples);
    }

    private static double meanSquaredError(ByteImage a, ByteImage b) {
        double sum = 0;
        for (int i = 0; i < a.samples().length; i++) {
            double difference = (a.samples()[i] & 255) - (b.samples()[i] & 255);
            sum += difference * difference;
        }
        return sum / a.samples().length;
    }
}
