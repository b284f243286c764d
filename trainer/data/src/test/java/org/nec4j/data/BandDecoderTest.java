package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.SharedData;
import org.nec4j.codec.error.UserException;

/** The expected values are tifffile's and NumPy's; {@code bands/make.py} wrote them. */
class BandDecoderTest {
    private static List<String> lines(String csv) {
        return new String(Resources.bytes("bands/" + csv), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .toList();
    }

    @Test
    void readsEveryNumberTypeLayoutAndPredictorToTheBit() {
        for (String line : lines("small.csv")) {
            String file = line.substring(0, line.indexOf(','));
            assertThat(Described.of(file, BandDecoder.decode(Resources.bytes("bands/" + file), Optional.empty(), file)))
                    .isEqualTo(line);
        }
    }

    @Test
    void readsRealFilesToTheBit() {
        Path root = SharedData.require("data/geotiff").getParent();
        for (String line : lines("real.csv")) {
            String file = line.substring(0, line.indexOf(','));
            assertThat(Described.of(file, BandDecoder.decode(root.resolve(file))))
                    .isEqualTo(line);
        }
    }

    @Test
    void refusesARealFileOfComplexNumbers() {
        Path file = SharedData.require("data/geotiff/sar_hh_complex64.tif");
        assertThatThrownBy(() -> BandDecoder.decode(file))
                .isInstanceOf(UserException.class)
                .hasMessage(file
                        + ": has complex numbers (64 bits), which is not supported; save magnitude and phase as bands");
    }

    @ParameterizedTest
    @CsvSource({
        "zstd.tif, Zstandard compression (50000)",
        "jpeg2000.tif, JPEG 2000 compression (34712)",
        "webp.tif, WebP compression (50001)",
        "lerc.tif, LERC compression (34887)",
        "float16.tif, floating-point samples of 16 bits",
        "fortran.npy, Fortran order",
        "complex.npy, expected plain numbers"
    })
    void refusesOtherFeaturesByName(String file, String feature) {
        assertThatThrownBy(() -> BandDecoder.decode(Resources.bytes("bands/" + file), Optional.empty(), file))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(feature);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "u8-packbits.tif",
                "u16-lzw-predictor.tif",
                "i16-deflate-tiles-planar.tif",
                "f64-big-tiff.tif",
                "chw-f4.npy"
            })
    void aDamagedFileIsReadOrRefusedInASentence(String file) {
        byte[] whole = Resources.bytes("bands/" + file);
        CounterRandom random = CounterRandom.of(4, file.hashCode());
        for (int i = 0; i < 300; i++) {
            byte[] bytes = Arrays.copyOf(whole, i % 3 == 0 ? random.below(2 * i, whole.length) : whole.length);
            // Most damage goes to the first kilobyte, where NumPy's header lies, and to the last, where small TIFFs
            // keep their tags.
            for (int k = 0; k < 3 && bytes.length > 2048; k++) {
                int place = random.child(i).below(k, 1024);
                bytes[i % 2 == 0 ? place : bytes.length - 1 - place] =
                        (byte) random.child(i).bits(k + 3);
            }
            try {
                BandDecoder.decode(bytes, Optional.empty(), "picture");
            } catch (UserException e) {
                assertThat(e.getMessage()).startsWith("picture: ");
            }
        }
    }

    @Test
    void selectsBandsInTheOrderGiven() {
        BandImage image = new BandImage(1, 2, 3, new float[] {1, 2, Float.NaN, 4, 5, 6}, 1);
        BandImage chosen = image.select(new int[] {2, 0});
        assertThat(chosen.samples()).containsExactly(5, 6, 1, 2);
        assertThat(chosen.missing()).isZero();
    }
}
