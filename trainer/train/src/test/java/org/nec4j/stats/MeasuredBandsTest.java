package org.nec4j.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonParser;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.SharedData;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.DataSettings;
import org.nec4j.config.DatasetDescription.Samples;
import org.nec4j.data.BandStatistics;
import org.nec4j.data.Split;
import org.nec4j.progress.Console;

class MeasuredBandsTest {
    /** tifffile and NumPy measured them; {@code statistics.py} beside it wrote the file. */
    @Test
    void everyRealGeoTiffHasNumPysStatisticsOrIsRefusedByTheNameOfItsFeature() throws IOException {
        List<String[]> lines = csv("/org/nec4j/stats/statistics.csv");
        Path folder = SharedData.require("data/geotiff");
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".tif")).toList()) {
                List<String[]> expected = lines.stream()
                        .filter(line -> line[0].equals(file.getFileName().toString()))
                        .toList();
                if (expected.isEmpty()) {
                    assertThatThrownBy(() -> measured(file))
                            .isInstanceOf(UserException.class)
                            .hasMessageStartingWith(file + ": has complex numbers (64 bits), which is not supported");
                } else {
                    assertThat(measured(file).bands()).as(file.toString()).hasSameSizeAs(expected);
                    for (int c = 0; c < expected.size(); c++) {
                        equal(measured(file).bands().get(c), expected.get(c));
                    }
                }
            }
        }
    }

    @Test
    void whatIsPrintedIsHoconWithTheSameNumbers() {
        MeasuredBands two = new MeasuredBands(
                "split train of mine",
                3,
                Samples.BANDS,
                List.of(
                        new BandStatistics(10, 2, -1.5, 4000, 1234.5678, 250.25),
                        new BandStatistics(12, 0, 0, 1e-3, 2.5e-4, 1.25e-4)));

        Config config = ConfigFactory.parseString(StatisticsText.hocon(two));

        assertThat(config.getInt("model.channels")).isEqualTo(2);
        assertThat(config.getDoubleList("data.mean")).containsExactly(1234.57, 2.5e-4);
        assertThat(config.getDoubleList("data.std")).containsExactly(250.25, 1.25e-4);
        assertThat(JsonParser.parseString(StatisticsText.json(two))
                        .getAsJsonObject()
                        .getAsJsonArray("bands")
                        .get(0)
                        .getAsJsonObject()
                        .get("missing")
                        .getAsInt())
                .isEqualTo(2);
    }

    @Test
    void aBandThatDoesNotVaryIsNamedAndNothingIsGivenToPaste() {
        MeasuredBands flat = new MeasuredBands(
                "2 images",
                2,
                Samples.BANDS,
                List.of(
                        new BandStatistics(5, 0, 1, 2, 1.5, 0.5),
                        new BandStatistics(5, 0, 7, 7, 7, 0),
                        new BandStatistics(0, 5, Double.NaN, Double.NaN, Double.NaN, Double.NaN)));

        assertThat(StatisticsText.hocon(flat)).contains("# Bands [2, 3] hold nothing that varies");
        assertThat(ConfigFactory.parseString(StatisticsText.hocon(flat)).isEmpty())
                .isTrue();
    }

    @Test
    void picturesAreMeasuredOnTheScaleThatMeanAndStdAreStatedFor(@TempDir Path folder) throws IOException {
        Path set = Files.writeString(
                folder.resolve("scenes.conf"), "name = scenes\nkind = synthetic\nsynthetic { images = 20, side = 32 }");

        MeasuredBands train =
                MeasuredBands.of(List.of(set), Optional.of(Split.TRAIN), DataSettings.Copies.REFUSE, Console.silent());

        assertThat(train.bands()).hasSize(3).allSatisfy(band -> {
            assertThat(band.min()).isNotNegative();
            assertThat(band.max()).isLessThanOrEqualTo(1);
            assertThat(band.mean()).isBetween(0.05, 0.95);
        });
        assertThat(MeasuredBands.of(List.of(set), Optional.empty(), DataSettings.Copies.REFUSE, Console.silent())
                        .images())
                .isEqualTo(20)
                .isGreaterThan(train.images());
    }

    private static MeasuredBands measured(Path file) {
        return MeasuredBands.of(List.of(file), Optional.empty(), DataSettings.Copies.REFUSE, Console.silent());
    }

    private static void equal(BandStatistics band, String[] expected) {
        double[] numbers = {band.mean(), band.std(), band.min(), band.max(), band.missing()};
        for (int i = 0; i < numbers.length; i++) {
            double number = Double.parseDouble(expected[i + 2]);
            assertThat(numbers[i])
                    .as(expected[0] + ", band " + expected[1])
                    .isCloseTo(number, within(1e-9 * Math.max(1, Math.abs(number))));
        }
    }

    private static List<String[]> csv(String resource) throws IOException {
        try (InputStream in = MeasuredBandsTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .map(line -> line.split(",", -1))
                    .toList();
        }
    }
}
