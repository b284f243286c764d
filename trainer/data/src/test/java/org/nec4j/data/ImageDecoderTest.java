package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.error.UserException;

class ImageDecoderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "yuv420.jpg", "yuv422.jpg", "yuv444.jpg", "progressive.jpg", "rgb.jpg", "grey.jpg", "rgb.png",
                        "grey.png",
                "bilevel.png", "palette.png", "alpha.png", "grey-alpha.png", "plain.tif", "lzw.tif", "deflate.tif",
                        "grey.tif"
            })
    void decodesToPillowsValues(String file) {
        ByteImage image = ImageDecoder.decode(Resources.bytes("pillow/" + file), file);
        assertThat(image.width()).isEqualTo(45);
        assertThat(image.height()).isEqualTo(37);
        assertThat(image.samples()).isEqualTo(Resources.bytes("pillow/" + file + ".rgb"));
    }

    @Test
    void refusesCmyk() {
        refuses(Resources.bytes("pillow/cmyk.jpg"), "picture: a CMYK image, expected RGB or grey; convert it to RGB");
    }

    @Test
    void refusesSixteenBitGrey() {
        refuses(Resources.bytes("pillow/grey16.png"), "picture: a 16-bit grey PNG");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yuv420.jpg",
                "progressive.jpg",
                "grey.jpg",
                "rgb.png",
                "palette.png",
                "plain.tif",
                "lzw.tif",
                "deflate.tif"
            })
    void refusesEveryTruncation(String file) {
        byte[] bytes = Resources.bytes("pillow/" + file);
        // A TIFF's directory and a PNG's or JPEG's end mark may lie behind the last sample, so the cuts end before
        // them.
        for (int length = 0; length < bytes.length - 300; length += 1 + bytes.length / 60) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> ImageDecoder.decode(cut, "picture"), "cut to %d bytes", length)
                    .isInstanceOf(UserException.class)
                    .hasMessageStartingWith("picture: ");
        }
    }

    @Test
    void refusesTooManyPixelsBeforeTakingMemory() {
        byte[] png = Resources.bytes("pillow/rgb.png");
        ByteBuffer.wrap(png).putInt(16, 1 << 30).putInt(20, 1 << 30);
        refuses(png, "picture: 1073741824x1073741824 pixels, expected 1 to 134217728 in all");
    }

    @Test
    void refusesWhatIsNoImage() {
        refuses(
                "GIF89a and more".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                "picture: is a GIF image, which is not read; convert it to PNG, JPEG or TIFF");
        refuses(new byte[0], "picture: is no JPEG, PNG or TIFF image");
    }

    @Test
    void refusesAnAbsentFile() {
        assertThatThrownBy(() -> ImageDecoder.decode(Path.of("absent.jpg")))
                .isInstanceOf(UserException.class)
                .hasMessage("absent.jpg: no such file, expected an image");
    }

    private static void refuses(byte[] bytes, String message) {
        assertThatThrownBy(() -> ImageDecoder.decode(bytes, "picture"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(message);
    }
}
