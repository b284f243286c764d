package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResamplerTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 96, 80, 32, 32",
        "5, 3, 61, 47, 32, 32",
        "10, 20, 20, 25, 32, 32",
        "90, 70, 6, 10, 24, 24",
        "1, 1, 95, 3, 16, 16",
        "0, 0, 96, 80, 96, 80"
    })
    void equalsPillowsBicubic(int left, int top, int width, int height, int w, int h) {
        ByteImage out = Resampler.resize(Resources.source(), new Box(left, top, width, height), w, h, Box.whole(w, h));
        String name = "pillow/resize-%d-%d-%d-%d-%d-%d.rgb".formatted(left, top, width, height, w, h);
        assertThat(out.samples()).isEqualTo(Resources.bytes(name));
    }

    @Test
    void aWindowIsThatPartOfTheWhole() {
        ByteImage whole = Resampler.resize(Resources.source(), Box.whole(96, 80), 50, 40, Box.whole(50, 40));
        ByteImage part = Resampler.resize(Resources.source(), Box.whole(96, 80), 50, 40, new Box(7, 9, 20, 30));
        for (int y = 0; y < 30; y++) {
            for (int x = 0; x < 20; x++) {
                assertThat(part.at(x, y, 1)).isEqualTo(whole.at(x + 7, y + 9, 1));
            }
        }
    }

    @Test
    void anyNumberOfChannelsIsResizedAlike() {
        ByteImage rgb = Resources.source();
        byte[] twice = new byte[96 * 80 * 6];
        for (int i = 0; i < 96 * 80; i++) {
            System.arraycopy(rgb.samples(), 3 * i, twice, 6 * i, 3);
            System.arraycopy(rgb.samples(), 3 * i, twice, 6 * i + 3, 3);
        }
        Box source = new Box(5, 3, 61, 47);
        ByteImage three = Resampler.resize(rgb, source, 32, 32, Box.whole(32, 32));
        ByteImage six = Resampler.resize(new ByteImage(96, 80, 6, twice), source, 32, 32, Box.whole(32, 32));
        for (int i = 0; i < 32 * 32 * 6; i++) {
            assertThat(six.samples()[i]).isEqualTo(three.samples()[i / 6 * 3 + i % 3]);
        }
    }
}
