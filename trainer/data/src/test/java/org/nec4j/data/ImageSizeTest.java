package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.error.UserException;

class ImageSizeTest {
    @ParameterizedTest
    @CsvSource({"128, 128, 128, 128", "96x160, 96, 160, 96 x 160", "96 x 160, 96, 160, 96 x 160"})
    void readsOneNumberOrRowsAndColumns(String text, int rows, int columns, String words) {
        ImageSize size = ImageSize.parse(text);
        assertThat(size).isEqualTo(new ImageSize(rows, columns)).hasToString(words);
        assertThat(ImageSize.parse(size.written())).isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "96x", "x160", "-1", "96x160x3", "1e3", "0", "0x5", "1234567"})
    void refusesWhatIsNoSize(String text) {
        assertThatThrownBy(() -> ImageSize.parse(text)).isInstanceOf(UserException.class);
    }

    @Test
    void theMiddleIsWhatACentreCropSees() {
        ImageSize wide = new ImageSize(96, 160);
        assertThat(wide.middle(256, 256)).isEqualTo(new Box(0, 51, 256, 154));
        assertThat(wide.middle(1000, 300)).isEqualTo(new Box(250, 0, 500, 300));
        assertThat(ImageSize.square(8).middle(5, 9)).isEqualTo(new Box(0, 2, 5, 5));
    }

    @Test
    void knowsItsAspect() {
        assertThat(new ImageSize(96, 160).hasAspectOf(new ImageSize(48, 80))).isTrue();
        assertThat(new ImageSize(96, 160).hasAspectOf(new ImageSize(160, 96))).isFalse();
    }
}
