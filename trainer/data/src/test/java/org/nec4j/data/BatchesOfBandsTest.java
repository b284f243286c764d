package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nec4j.SharedData;
import org.nec4j.codec.error.UserException;
import org.nec4j.progress.Console;

class BatchesOfBandsTest {
    /** The red of the picture, and the same with a hole, stretched to another scale. */
    private record Two(int size) implements ImageSource {
        @Override
        public BandImage image(int index) {
            float[] samples = new float[2 * 96 * 80];
            for (int i = 0; i < 96 * 80; i++) {
                samples[i] = (Resources.source().samples()[3 * i] & 0xFF) * 3.7f - 100;
                samples[96 * 80 + i] = i / 96 >= 40 ? Float.NaN : 1000 + i % 96;
            }
            return new BandImage(96, 80, 2, samples, 96 * 40);
        }

        @Override
        public int label(int index) {
            return index;
        }

        @Override
        public String name(int index) {
            return "two " + index;
        }
    }

    @Test
    void aBandIsResizedAsPillowsModeF() {
        View view = new View(new Box(5, 3, 61, 47), 32, 32, Box.whole(32, 32), false, false, false);
        float[] out = new float[32 * 32];
        view.of(new Two(1).image(0).samples(), 0, 96, out, 0);
        float[] expected = Resources.floats("pillow/bicubic-5-3-61-47-32-32.f32");
        for (int i = 0; i < out.length; i++) {
            assertThat(out[i]).isCloseTo(expected[i], within(1e-4f));
        }
    }

    @Test
    void bandsAreNormalizedAndHolesShowTheMean() {
        Normalization normalization =
                new Normalization(new float[] {300, 1000}, new float[] {200, 10}, Normalization.Scale.AS_STORED);
        Batches batches = Batches.evaluation(new Two(3), CentreCrop.of(80), normalization, 2);
        Batch batch = batches.batch(0);
        assertThat(batch.channels()).isEqualTo(2);
        assertThat(batch.labels()).containsExactly(0, 1);
        float first = ((Resources.source().samples()[3 * 8] & 0xFF) * 3.7f - 100 - 300) / 200;
        assertThat(batch.pixels()[0]).isCloseTo(first, within(1e-5f));
        assertThat(batch.pixels()[80 * 80 + 5]).isCloseTo(1.3f, within(1e-5f));
        assertThat(batch.pixels()[80 * 80 + 60 * 80 + 5]).isZero();
    }

    @Test
    void refusesTheWrongNumberOfBands() {
        assertThatThrownBy(() -> Batches.evaluation(new Two(1), CentreCrop.of(32), bands(3), 1)
                        .batch(0))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("two 0: 2 bands, expected 3; choose bands");
    }

    @Test
    void statisticsLeaveOutWhatIsMissing() {
        List<BandStatistics> statistics = statistics(new Two(3));
        BandStatistics hole = statistics.get(1);
        assertThat(hole.valid()).isEqualTo(3 * 96 * 40);
        assertThat(hole.missing()).isEqualTo(3 * 96 * 40);
        assertThat(hole.min()).isEqualTo(1000);
        assertThat(hole.max()).isEqualTo(1095);
        assertThat(hole.mean()).isCloseTo(1047.5, within(1e-9));
        assertThat(hole.std()).isCloseTo(Math.sqrt((96.0 * 96 - 1) / 12), within(1e-9));
    }

    @Test
    void statisticsOfARealFileEqualNumPys() {
        Path file = SharedData.require("data/geotiff/hls_10band_float32_lzw_utm14n.tif");
        Dataset dataset = ImageFolder.unlabelled("hls", List.of(file));
        List<BandStatistics> statistics = statistics(new BandFiles(dataset, chosen(1, 10)));
        assertThat(statistics.get(0).mean()).isCloseTo(458.3583785076531, within(1e-6));
        assertThat(statistics.get(0).std()).isCloseTo(189.4729142771921, within(1e-6));
        assertThat(statistics.get(1).mean()).isCloseTo(3141.210020727041, within(1e-6));
        assertThat(statistics.get(1).std()).isCloseTo(153.62591426005602, within(1e-6));
    }

    @Test
    void refusesABandThatIsNotThere() {
        Path file = SharedData.require("data/geotiff/L7_ETMs.tif");
        ImageSource files = new BandFiles(ImageFolder.unlabelled("landsat", List.of(file)), chosen(7));
        assertThatThrownBy(() -> files.image(0))
                .isInstanceOf(UserException.class)
                .hasMessage(file.toAbsolutePath() + ": has 6 bands, but bands [7] are chosen");
    }

    @Test
    void bandsAndPicturesAreNotMistakenForEachOther() {
        assertThatThrownBy(() -> Batches.evaluation(new Two(1), CentreCrop.of(32), Normalization.imageNet(), 1)
                        .batch(0))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("two 0: is read as bands");
    }

    private static List<BandStatistics> statistics(ImageSource images) {
        return BandStatistics.of(images, Console.silent().progress("", images.size(), ""));
    }

    private static BandChoice chosen(Integer... bands) {
        return new BandChoice(List.of(bands), Optional.empty());
    }

    private static Normalization bands(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return new Normalization(ones, ones, Normalization.Scale.AS_STORED);
    }
}
