package org.nec4j.geo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nec4j.GeoTiffs;
import org.nec4j.SharedData;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.Sample;
import org.nec4j.data.Sidecar;
import org.nec4j.data.Split;

/** Bounds are those of rasterio 1.4 with PROJ 9 ({@code rasterio.warp.transform_bounds}). */
class GazetteerTest {
    private static final Offset<Double> DEGREES = Offset.offset(1e-7);

    @TempDir
    Path folder;

    private static Sample sample(Path file) {
        return new Sample(file.getFileName().toString(), file, Sample.UNLABELLED, Split.TEST, Optional.empty());
    }

    private static Place whole(Path file, Optional<Sidecar> sidecar, int width, int height) {
        return new Gazetteer(sidecar).place(sample(file), width, height, new Place.Window(0, 0, width, height));
    }

    private static void are(Place place, double west, double south, double east, double north) {
        Place.Bounds bounds = place.bounds().orElseThrow();
        assertThat(bounds.west()).isEqualTo(west, DEGREES);
        assertThat(bounds.south()).isEqualTo(south, DEGREES);
        assertThat(bounds.east()).isEqualTo(east, DEGREES);
        assertThat(bounds.north()).isEqualTo(north, DEGREES);
    }

    private Path tiff(String name, int epsg, boolean projected, double x, double y, double pixel) throws IOException {
        return GeoTiffs.of(8, 6, new byte[8 * 6 * 3])
                .at(x, y, pixel)
                .epsg(epsg, projected)
                .write(folder.resolve(name));
    }

    @ParameterizedTest
    @CsvSource({
        "L7_ETMs.tif, 349, 352, EPSG:31985, -34.91658896148451, -8.040927039130922, -34.82596564380245, -7.949822106851124",
        "Spain_7370579_S2Hand.tif, 512, 512, EPSG:4326, -0.7818936232976315, 38.08281882884935, -0.735899880750712, 38.12881257139627",
        "hls_10band_float32_lzw_utm14n.tif, 224, 224, EPSG:32614, -99.61058518561397, 28.5023133501751, -99.54157149489993, 28.563260280240367",
        "rasterio_RGBA.uint16.tif, 634, 411, EPSG:32612, -108.38481687448038, 36.81652201693926, -108.3748431039259, 36.82184326239639",
        "rasterio_cogeo.tif, 1024, 1024, EPSG:3857, 128.6553955078125, 37.66642921390105, 128.66088866958788, 37.670777372883144",
        "rasterio_rgb_lzw.tif, 791, 718, EPSG:32618, -78.95864996539397, 23.564991210892646, -76.57492370013779, 25.550873767434343",
        "rasterio_rgb_deflate.tif, 791, 718, EPSG:32618, -78.95864996539397, 23.564991210892646, -76.57492370013779, 25.550873767434343",
        "worldview_pan_uint16.tif, 600, 600, EPSG:32631, 4.354709279875508, 51.86914593873774, 4.359146564240706, 51.871892738008114",
    })
    void boundsOfRealFilesAreRasteriosToTheCentimetre(
            String name, int width, int height, String crs, double west, double south, double east, double north) {
        Path file = SharedData.require("data/geotiff/" + name);
        Place place = whole(file, Optional.empty(), width, height);
        assertThat(place.scene().crs()).contains(crs);
        are(place, west, south, east, north);
    }

    @Test
    void aTileOfARealFileHasTheTransformOfItsCorner() {
        Path file = SharedData.require("data/geotiff/hls_10band_float32_lzw_utm14n.tif");
        Place place = new Gazetteer(Optional.empty()).place(sample(file), 224, 224, new Place.Window(100, 50, 20, 20));
        assertThat(place.transform()).containsExactly(30.0, 0.0, 443280.0, 0.0, -30.0, 3158220.0);
    }

    /** pyproj 3.7: {@code Transformer.from_crs(EPSG, 4326, always_xy=True).transform_bounds(x, y - 6000, x + 8000, y)}. */
    @ParameterizedTest
    @CsvSource({
        "25832, 500277, 6681481",
        "3035, 3974432, 3519464",
        "5070, 13243, 1539002",
        "3031, 0, 1638783",
        "2154, 489354, 6587552",
        "6933, 0, 0",
        "3413, 1155327, -1155327",
        "32733, 500000, 5572243",
    })
    void boundsOfProjectionsAreProjs(int epsg, double x, double y) throws IOException {
        Place place = whole(tiff("a.tif", epsg, true, x, y, 1000), Optional.empty(), 8, 6);
        double[] expected = PROJ.get(epsg);
        are(place, expected[0], expected[1], expected[2], expected[3]);
    }

    private static final Map<Integer, double[]> PROJ = Map.of(
            25832, new double[] {9.004998784470018, 60.2160415026879, 9.149613168733495, 60.26999906661135},
            3035, new double[] {4.624992979846922, 54.61125856776348, 4.755525358142215, 54.670286865239476},
            5070, new double[] {-95.85010321959125, 36.84130433188329, -95.75938002435458, 36.895002188418616},
            3031, new double[] {0.0, -75.05432351950505, 0.2807247308941662, -74.99982538396252},
            2154, new double[] {0.26000545011204484, 46.30100246013375, 0.366589206583183, 46.357450087283816},
            6933, new double[] {0.0, -0.047031794143480944, 0.08291334248970249, 0.0},
            3413, new double[] {-0.14839242650142906, 74.91011763301503, 0.19768556121652, 75.00000349673486},
            32733, new double[] {14.999999999999982, -40.054056594004855, 15.093794986306621, -39.99996013639921});

    @Test
    void crossesTheAntimeridian() throws IOException {
        // Zone 1 of the south begins at 180 degrees: 100 km to its west lies the eastern hemisphere.
        Place place = whole(tiff("fiji.tif", 32701, true, 150000, 8100000, 20000), Optional.empty(), 8, 6);
        are(place, 179.69079466767027, -18.261036959689008, -178.78643300316728, -17.157998450327224);
    }

    @Test
    void aPictureAroundAPoleReachesAllTheWayRound() throws IOException {
        Place place = whole(tiff("north.tif", 3995, true, -400000, 300000, 100000), Optional.empty(), 8, 6);
        are(place, -180, 85.40054232550574, 180, 90);
    }

    @Test
    void aSystemThatIsNotKnownHasAPlaceWithoutBounds() throws IOException {
        Place place = whole(tiff("odd.tif", 29999, true, 0, 0, 1), Optional.empty(), 8, 6);
        assertThat(place.scene().crs()).contains("EPSG:29999");
        assertThat(place.bounds()).isEmpty();
    }

    @Test
    void aFilesOwnProjectionIsWrittenAsWkt2AndReprojected() throws IOException {
        // A transverse Mercator on GRS 80 about Greenwich, of scale 1 and without a false easting.
        Path file = GeoTiffs.of(8, 6, new byte[8 * 6 * 3])
                .at(0, 5200000, 100)
                .keys(1024, 1, 1025, 1, 2048, 4258, 3072, 32767, 3075, 1, 3076, 9001)
                .write(folder.resolve("own.tif"));
        Place place = whole(file, Optional.empty(), 8, 6);
        assertThat(place.scene().crs().orElseThrow())
                .startsWith("PROJCRS[\"unnamed\",BASEGEOGCRS[")
                .contains("METHOD[\"Transverse Mercator\"]");
        are(place, 0, 46.929413946160636, 0.010505794306328921, 46.93481159102488);
    }

    @Test
    void theSidecarIsBelievedAboveTags() throws IOException {
        Path file = GeoTiffs.of(8, 6, new byte[8 * 6 * 3])
                .at(400000, 5200000, 100)
                .epsg(32633, true)
                .acquired("2020-01-02 03:04:05")
                .write(folder.resolve("a.tif"));
        assertThat(whole(file, Optional.empty(), 8, 6).scene().time()).contains(Instant.parse("2020-01-02T03:04:05Z"));
        Sidecar sidecar = Sidecar.read(Files.writeString(
                folder.resolve("where.csv"),
                "path,west,south,east,north,time,product\na,10,20,14,23,2021-01-01,S2A\n"));
        Place place = new Gazetteer(Optional.of(sidecar)).place(sample(file), 8, 6, new Place.Window(2, 3, 2, 2));
        assertThat(place.scene().crs()).contains("EPSG:4326");
        assertThat(place.scene().time()).contains(Instant.parse("2021-01-01T00:00:00Z"));
        assertThat(place.scene().properties()).isEqualTo(Map.of("product", "S2A"));
        are(place, 11, 20.5, 12, 21.5);
    }

    @Test
    void aSidecarThatSpeaksOfNoSystemIsRefusedByItsLine() throws IOException {
        Path file = tiff("a.tif", 32633, true, 400000, 5200000, 100);
        Sidecar sidecar = Sidecar.read(Files.writeString(folder.resolve("where.csv"), "path,crs\na,Gauss-Krueger\n"));
        assertThatThrownBy(() -> whole(file, Optional.of(sidecar), 8, 6))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("where.csv, line 2: a crs of \"Gauss-Krueger\", expected EPSG:32614");
    }

    @Test
    void aPictureWithoutTagsIsKnownByNothing() throws IOException {
        Path file = GeoTiffs.of(8, 6, new byte[8 * 6 * 3]).write(folder.resolve("bare.tif"));
        Gazetteer gazetteer = new Gazetteer(Optional.empty());
        assertThat(gazetteer.knows(sample(file))).isFalse();
        Place place = whole(file, Optional.empty(), 8, 6);
        assertThat(place.scene().source()).isEqualTo("bare.tif");
        assertThat(place.scene().sha256().orElseThrow()).hasSize(64);
        assertThat(place.bounds()).isEmpty();
    }
}
