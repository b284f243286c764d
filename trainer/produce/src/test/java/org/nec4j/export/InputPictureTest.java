package org.nec4j.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nec4j.data.BandChoice;
import org.nec4j.data.ByteImage;
import org.nec4j.data.ImageSize;

class InputPictureTest {
    @Test
    void anEightBitPictureComesBackAsItWas() {
        byte[] samples = new byte[16 * 16 * 3];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) i;
        }
        Preprocessing preprocessing =
                new Preprocessing(16, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225), false);

        ByteImage picture = new ByteImage(16, 16, 3, samples);
        float[] input =
                preprocessing.input(new ImageBytes(i -> "one", List.of(samples), (content, name) -> picture), 0);

        assertThat(InputPicture.of(preprocessing, input).samples()).isEqualTo(samples);
    }

    @Test
    void theFirstThreeBandsAreRedGreenAndBlueWithinTwoDeviations() {
        // Four bands of two pixels a row; the fourth is not to be seen.
        float[] input = {-2, 2, 0, 5, -1, -9, 1, 0, 0, 0, 0, 0, 2, 2, 2, 2};

        byte[] shown = InputPicture.of(bands(4), input).samples();

        assertThat(unsigned(shown, 0)).containsExactly(0, 64, 128);
        assertThat(unsigned(shown, 1)).containsExactly(255, 0, 128);
        assertThat(unsigned(shown, 2)).containsExactly(128, 191, 128);
        assertThat(unsigned(shown, 3)).containsExactly(255, 128, 128);
    }

    @Test
    void ofTwoBandsTheSecondIsGreenAndBlueAndASingleOneIsGrey() {
        assertThat(unsigned(
                        InputPicture.of(bands(2), new float[] {-2, 0, 0, 0, 2, 0, 0, 0})
                                .samples(),
                        0))
                .containsExactly(0, 255, 255);
        assertThat(unsigned(InputPicture.of(bands(1), new float[] {1, 0, 0, 0}).samples(), 0))
                .containsExactly(191, 191, 191);
    }

    private static Preprocessing bands(int count) {
        List<Double> mean = Collections.nCopies(count, 2000.0);
        List<Double> std = Collections.nCopies(count, 300.0);
        return new Preprocessing(ImageSize.square(2), mean, std, false, Optional.of(BandChoice.all()));
    }

    private static int[] unsigned(byte[] samples, int pixel) {
        return new int[] {samples[3 * pixel] & 0xFF, samples[3 * pixel + 1] & 0xFF, samples[3 * pixel + 2] & 0xFF};
    }
}
