package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nec4j.GeoTiffs;
import org.nec4j.codec.Archive;
import org.nec4j.codec.Place;

/** Scenes that are larger than the model's input of 32 pixels, with where they lie. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TileImagesCommandsTest {
    private static final int WIDTH = 150;
    private static final int HEIGHT = 100;
    private static final int SIDE = 48;

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private Path codec;
    private Path scene;
    private byte[] samples;

    @BeforeAll
    void makesACodecAndAScene() throws IOException {
        TinyRun tiny = TinyRun.in(shared);
        codec = tiny.export(tiny.train());
        samples = new byte[WIDTH * HEIGHT * 3];
        new Random(4).nextBytes(samples);
        for (int i = 0; i < samples.length; i++) {
            // The upper left corner of 60 x 60 pixels is not known.
            boolean isUnknown = i / 3 % WIDTH < 60 && i / 3 / WIDTH < 60;
            samples[i] = isUnknown ? 0 : (byte) (samples[i] & 0x7f | 1);
        }
        scene = GeoTiffs.of(WIDTH, HEIGHT, samples)
                .at(440280, 3159720, 30)
                .epsg(32614, true)
                .nodata(0)
                .acquired("2020-01-02 03:04:05")
                .write(shared.resolve("scenes/north/s2.tif"));
    }

    private Path crop(int left, int top) throws IOException {
        byte[] part = new byte[SIDE * SIDE * 3];
        for (int y = 0; y < SIDE; y++) {
            System.arraycopy(samples, ((top + y) * WIDTH + left) * 3, part, y * SIDE * 3, SIDE * 3);
        }
        return GeoTiffs.of(SIDE, SIDE, part).write(folder.resolve("crop.tif"));
    }

    private static void succeeds(Object... words) {
        Cli run = Cli.run(words);
        assertThat(run.status()).as(Arrays.toString(words) + run.err()).isZero();
    }

    private Path encoded(String name, Object... more) {
        Path archive = folder.resolve(name);
        Object[] words = {"encode", "-c", codec, "-o", archive, "--tile", SIDE, shared.resolve("scenes")};
        succeeds(with(words, more));
        return archive;
    }

    @Test
    void aTileHasTheBitsOfTheCroppedImage() throws IOException {
        Path archive = encoded("a.nema");
        succeeds("encode", "-c", codec, "-o", folder.resolve("one"), crop(2 * SIDE, SIDE));
        try (Archive open = Archive.open(archive)) {
            assertThat(open.entries().stream().map(Archive.Entry::key))
                    .containsExactly("north/s2/0_1", "north/s2/0_2", "north/s2/1_0", "north/s2/1_1", "north/s2/1_2");
            assertThat(open.stream("north/s2/1_2")).isEqualTo(Files.readAllBytes(folder.resolve("one/crop.nemb")));
        }
        succeeds("decode", "-c", codec, "-o", folder.resolve("back"), archive);
        assertThat(folder.resolve("back/north/s2/1_2.npy")).exists();
    }

    @Test
    void aTileKnowsWhereAndWhenItIs() {
        try (Archive archive = Archive.open(encoded("a.nema"))) {
            Place place = archive.place("north/s2/1_2").orElseThrow();
            assertThat(place.scene().source()).isEqualTo("north/s2.tif");
            assertThat(place.scene().crs()).contains("EPSG:32614");
            assertThat(place.scene().time()).hasToString("Optional[2020-01-02T03:04:05Z]");
            assertThat(place.window()).isEqualTo(new Place.Window(96, 48, 48, 48));
            assertThat(place.transform()).containsExactly(30.0, 0.0, 443160.0, 0.0, -30.0, 3158280.0);
            assertThat(place.bounds().orElseThrow().west()).isBetween(-99.7, -99.5);
        }
    }

    @Test
    void placesGoThroughFoldersMergesAndExtraction() {
        Path archive = encoded("a.nema");
        Path merged = folder.resolve("merged.nema");
        succeeds("archive", "merge", merged, archive);
        succeeds("archive", "extract", merged, "-o", folder.resolve("files"));
        succeeds("archive", "create", folder.resolve("again.nema"), "-c", codec, folder.resolve("files"));
        succeeds("encode", "-c", codec, "-o", folder.resolve("direct"), "--tile", SIDE, shared.resolve("scenes"));
        succeeds("archive", "create", folder.resolve("direct.nema"), "-c", codec, folder.resolve("direct"));
        try (Archive first = Archive.open(archive)) {
            for (String name : new String[] {"merged.nema", "again.nema", "direct.nema"}) {
                try (Archive other = Archive.open(folder.resolve(name))) {
                    assertThat(other.size()).isEqualTo(first.size());
                    for (Archive.Entry entry : first.entries()) {
                        assertThat(other.place(entry.key())).isEqualTo(first.place(entry.key()));
                    }
                }
            }
        }
    }

    @Test
    void edgesArePaddedOrShifted() {
        try (Archive padded = Archive.open(encoded("p.nema", "--edge", "pad"));
                Archive shifted = Archive.open(encoded("s.nema", "--edge", "shift"))) {
            assertThat(padded.place("north/s2/2_3").orElseThrow().window())
                    .isEqualTo(new Place.Window(144, 96, 48, 48));
            assertThat(shifted.place("north/s2/2_3").orElseThrow().window())
                    .isEqualTo(new Place.Window(102, 52, 48, 48));
        }
    }

    @Test
    void tilesOfWhichTooLittleIsKnownAreLeftOut() {
        try (Archive most = Archive.open(encoded("m.nema", "--min-valid", "0.9"))) {
            // Of 0_1 and 1_0 a quarter is not known, of 1_1 a sixteenth.
            assertThat(most.entries().stream().map(Archive.Entry::key))
                    .containsExactly("north/s2/0_2", "north/s2/1_1", "north/s2/1_2");
        }
    }

    @Test
    void whereNoTilePassesNothingIsWrittenAndTheFullestIsNamed() throws IOException {
        // Three rows of four are known.
        GeoTiffs.of(SIDE, SIDE, striped()).nodata(0).write(folder.resolve("striped/a.tif"));
        Path archive = folder.resolve("none.nema");
        Object[] words = {"encode", "-c", codec, "-o", archive, "--tile", SIDE, "--min-valid", "0.8"};

        Cli none = Cli.run(with(words, folder.resolve("striped")));

        assertThat(none.status()).isEqualTo(2);
        assertThat(none.complaint())
                .isEqualTo("nec4j: " + archive
                        + ": nothing is written, as no tile has as many known pixels as --min-valid 0.8 asks for; the"
                        + " fullest has 0.750 of its own, so lower it, or cut smaller tiles with --tile");
        assertThat(archive).doesNotExist();
        Cli shard = Cli.run(with(words, "--shard", "0/1000", folder.resolve("striped")));
        assertThat(shard.status()).as("others may have tiles that pass").isZero();
        succeeds(with(words, shared.resolve("scenes")));
        succeeds(with(words, shared.resolve("scenes")));
    }

    private static byte[] striped() {
        byte[] all = new byte[SIDE * SIDE * 3];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i / 3 / SIDE % 4 == 0 ? 0 : 100);
        }
        return all;
    }

    private static Object[] with(Object[] words, Object... more) {
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return all;
    }

    @Test
    void runAgainItGoesOnAndWhatIsThereIsNotMadeAgain() {
        Path archive = encoded("a.nema");
        Cli again = Cli.run("encode", "-c", codec, "-o", archive, "--tile", SIDE, shared.resolve("scenes"));
        assertThat(again.out()).contains("0 tiles encoded").contains("(5 were there already)");
    }

    @Test
    void withoutTilesALargeImageIsOneEmbeddingAndThatIsSaidOnce() throws IOException {
        GeoTiffs.of(200, 140, new byte[200 * 140 * 3]).write(folder.resolve("large/a.tif"));
        GeoTiffs.of(200, 140, new byte[200 * 140 * 3]).write(folder.resolve("large/b.tif"));
        Cli run = Cli.run("encode", "-c", codec, "-o", folder.resolve("out"), folder.resolve("large"));
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).containsOnlyOnce("200x140 pixels become one embedding of 32x32, 4 times smaller a side;");
        assertThat(run.out()).contains("2 images encoded");
    }

    @Test
    void anArchiveMadeWithoutPlacesSaysThatItKeepsNone() throws IOException {
        Path archive = folder.resolve("old.nema");
        succeeds("encode", "-c", codec, "-o", archive, "--geography", "none", scene);
        Cli more = Cli.run("encode", "-c", codec, "-o", archive, "--tile", SIDE, scene);
        assertThat(more.status()).as(more.err()).isZero();
        assertThat(more.err()).contains("was made without places, so where images lie is not kept");
        Cli asked = Cli.run("encode", "-c", codec, "-o", archive, "--geography", "required", scene);
        assertThat(asked.status()).isEqualTo(2);
        assertThat(asked.complaint()).contains("encode into a new archive");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--stride 16 | --stride and --edge are for tiles; name their size with --tile",
                "--tile 0 | a size of 0 x 0 pixels; rows and columns are whole numbers from 1 on",
                "--min-valid 0.5 | a least share of valid pixels is for tiles; name their size with --tile",
                "--tile 16 --min-valid 2 | a least share of valid pixels of 2.0, expected a number from 0 to 1",
                "--tile 400 --edge shift | bare.tif: 40x40 pixels, smaller than a tile of 400 pixels;",
                "--tile 400 | no tile of 400 pixels fits into",
                "--tile 400 --shard 0/2 | no tile of 400 pixels fits into",
                "--geography required | bare.tif: states no coordinate reference system",
            })
    void badInputIsOneSentenceAndNothingIsWritten(String options, String problem) throws IOException {
        Path bare = GeoTiffs.of(40, 40, new byte[40 * 40 * 3]).write(folder.resolve("bare.tif"));
        Object[] words =
                ("encode -c " + codec + " -o " + folder.resolve("x.nema") + " " + options + " " + bare).split(" ");
        Cli run = Cli.run(words);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.complaint()).contains(problem);
        assertThat(folder.resolve("x.nema")).doesNotExist();
    }
}
