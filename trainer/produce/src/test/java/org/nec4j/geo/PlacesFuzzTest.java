package org.nec4j.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.Damage;
import org.nec4j.GeoTiffs;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.Sample;
import org.nec4j.data.Sidecar;
import org.nec4j.data.Split;

/** What damaged files say of where pictures lie ends in a place, in none or in a sentence, and soon. */
class PlacesFuzzTest {
    private static final Place.Window WHOLE = new Place.Window(0, 0, 4, 3);

    @TempDir
    Path folder;

    @Test
    void everyDamageToTagsEndsInAPlaceOrInASentence() throws IOException {
        Path file = folder.resolve("a.tif");
        List<byte[]> good = List.of(
                Files.readAllBytes(
                        tiff().at(440_280, 3_159_720, 30).epsg(32_614, true).write(file)),
                Files.readAllBytes(tiff().at(-40, 60, 0.5).epsg(4326, false).write(file)),
                Files.readAllBytes(tiff().at(7e5, 6.6e6, 2)
                        .keys(1024, 1, 1025, 1, 3072, 32_767, 3074, 16_031, 4096, 5703)
                        .write(file)));
        survives(file, good, named -> new Gazetteer(Optional.empty()));
    }

    @Test
    void everyDamageToATableEndsInAPlaceOrInASentence() throws IOException {
        Path file = folder.resolve("where.csv");
        List<byte[]> good = List.of("""
                path,time,west,south,east,north,crs,transform,grid_cell
                a.tif,2024-05-31,1,2,3,4,,,433U_12R
                b,20240531T102030,,,,,EPSG:32614,"30 0 440280 0 -30 3159720",
                """.getBytes(StandardCharsets.UTF_8), """
                key,timestamp,crs,transform
                a,2024-05-31T10:20:30Z,EPSG:3035,"1e1 0 4.3e6 0 -1e1 3.2e6"
                """.getBytes(StandardCharsets.UTF_8));
        survives(file, good, damaged -> new Gazetteer(Optional.of(Sidecar.read(damaged))));
    }

    /** Two in a million: degrees that leave floating point no turn to take off, and a column's name of two lines. */
    @Test
    void aLongitudeFarOutsideIsNoneAndAColumnOfTwoLinesIsToldInOne() throws IOException {
        Path picture = tiff().at(-9.98e291, 60, 0.5).epsg(4326, false).write(folder.resolve("far.tif"));
        Sample sample = new Sample("far.tif", picture, Sample.UNLABELLED, Split.TEST, Optional.empty());
        assertThat(new Gazetteer(Optional.empty()).place(sample, 4, 3, WHOLE).bounds())
                .isEmpty();
        Path table = Files.writeString(folder.resolve("where.csv"), "\"pa\nth\",crs\na,b\n");
        assertThatThrownBy(() -> Sidecar.read(table))
                .isInstanceOf(UserException.class)
                .hasMessage(table + ", line 1: the columns are [pa\\nth, crs], expected one that is called path, key,"
                        + " source, image or file");
    }

    private static GeoTiffs tiff() {
        return GeoTiffs.of(4, 3, new byte[4 * 3 * 3]);
    }

    private void survives(Path file, List<byte[]> good, Function<Path, Gazetteer> gazetteer) throws IOException {
        Path picture = folder.resolve("a.tif");
        tiff().write(picture);
        Sample sample = new Sample("a.tif", picture, Sample.UNLABELLED, Split.TEST, Optional.empty());
        int refused = Damage.survived(Damage.COUNT, file, good, UserException.class, () -> {
            Gazetteer places = gazetteer.apply(file);
            places.isOnTheEarth(sample);
            places.place(sample, 4, 3, WHOLE);
        });
        assertThat(refused).isBetween(Damage.COUNT / 50, Damage.COUNT - 1);
    }
}
