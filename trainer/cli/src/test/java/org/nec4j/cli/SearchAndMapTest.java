package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nec4j.GeoTiffs;
import org.nec4j.NoisePictures;
import org.nec4j.codec.json.JsonObject;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchAndMapTest {
    @TempDir
    static Path folder;

    private Path codec;
    private Path archive;

    @BeforeAll
    void encodesAScene() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        codec = tiny.export(tiny.train());
        byte[] samples = new byte[160 * 128 * 3];
        new Random(2).nextBytes(samples);
        Path scene = GeoTiffs.of(160, 128, samples)
                .at(440280, 3159720, 30)
                .epsg(32614, true)
                .write(folder.resolve("s2.tif"));
        archive = folder.resolve("tiles.nema");
        Cli run = Cli.run("encode", "-c", codec, "-o", archive, "--tile", "32", scene);
        assertThat(run.status()).as(run.err()).isZero();
    }

    @Test
    void tableAndJsonNameTheSame() {
        Cli table = Cli.run("search", archive, "-c", codec, "--like", "s2/1_1", "--top", "3");
        assertThat(table.status()).as(table.err()).isZero();
        Cli json = Cli.run("search", archive, "--like", "s2/1_1", "--top", "3", "--json");
        assertThat(json.status()).as(json.err()).isZero();
        String[] lines = json.out().strip().split("\n");
        assertThat(lines).hasSize(3);
        String[] rows = table.out().strip().split("\n");
        for (int i = 0; i < 3; i++) {
            JsonObject hit = JsonObject.parse(lines[i], "hit");
            assertThat(rows[i]).contains(hit.text("key")).contains("-99.");
            assertThat(hit.numbers("bounds")).hasSize(4);
            assertThat(hit.text("key")).isNotEqualTo("s2/1_1");
        }
    }

    @Test
    void whatIsNoArchiveIsSaidBeforeACodecIsAskedFor() throws IOException {
        Path text = Files.writeString(folder.resolve("text.nema"), "no archive");
        for (Path file : List.of(folder.resolve("none.nema"), text)) {
            Cli run = Cli.run("search", file, "--like", "a");
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.complaint()).contains(file.toString()).doesNotContain("-c");
        }
    }

    @Test
    void aTableSaysWhatItIs() {
        Path table = folder.resolve("said.parquet");
        assertThat(Cli.run("archive", "export", archive, "--geoparquet", table).status())
                .isZero();
        assertThat(Cli.run("info", table).out()).contains("a table of coded embeddings", "embeddings              20");
    }

    @Test
    void anImageFindsItsOwnTile() throws IOException {
        Path vectors = folder.resolve("tiles.nema.vectors");
        Files.deleteIfExists(vectors);
        Cli run = Cli.run("search", archive, "-c", codec, "--like", folder.resolve("s2.tif"), "--top", "1");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).contains("Decoding vectors into " + vectors + ", once.");
        assertThat(run.out()).containsPattern("^[01]\\.\\d{4}  s2/\\d_\\d ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--bbox 1,2,3 | --bbox is \"1,2,3\", expected west,south,east,north in degrees",
                "--bbox 1,5,3,2 | bounds of 1.0,5.0,3.0,2.0, expected degrees",
                "--since soon | --since is \"soon\", expected a date like 2024-05-31",
                "--top 0 | --top is 0, expected 1 to",
            })
    void aBadQuestionIsOneSentence(String words, String problem) {
        Cli run = Cli.run(("search " + archive + " -c " + codec + " --like s2/0_0 " + words).split(" "));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.complaint()).contains(problem);
    }

    @Test
    void aMapHoldsEveryFootprintAndNeedsNoNetwork() throws IOException {
        Path page = folder.resolve("map.html");
        Cli run = Cli.run("map", archive, "-c", codec, "-o", page, "--clusters", "3");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("20 footprints drawn in " + page);
        String html = Files.readString(page);
        assertThat(html)
                .contains("\"clusters\":3")
                .contains("\"s2/3_4\"")
                .doesNotContain("http")
                .doesNotContain("/*DATA*/");
    }

    @Test
    void mapsAndBoundsOfPicturesWithoutPlacesAreRefused() throws IOException {
        NoisePictures.rgb(folder.resolve("plain/a.png"), 40);
        Path plain = folder.resolve("plain.nema");
        assertThat(Cli.run("encode", "-c", codec, "-o", plain, folder.resolve("plain"))
                        .status())
                .isZero();
        Cli run = Cli.run("map", plain, "-c", codec, "-o", folder.resolve("none.html"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.complaint()).contains("says of no embedding where it lies");
        assertThat(folder.resolve("none.html")).doesNotExist();
        Object[] words = {"search", plain, "-c", codec, "--like", folder.resolve("plain/a.png")};
        assertThat(Cli.run(with(words, "--bbox", "-10,35,5,45")).complaint())
                .contains("says of no embedding where it lies, so that bounds find nothing");
        assertThat(Cli.run(with(words, "--since", "2020-01-01")).complaint())
                .contains("says of no embedding when it was taken, so that dates find nothing");
    }

    private static Object[] with(Object[] words, Object... more) {
        return Stream.concat(Arrays.stream(words), Arrays.stream(more)).toArray();
    }

    @Test
    void aTableGoesOutAndComesBack() throws IOException {
        Path table = folder.resolve("tiles.parquet");
        Cli out = Cli.run("archive", "export", archive, "--geoparquet", table, "-c", codec, "--pooled");
        assertThat(out.status()).as(out.err()).isZero();
        Path back = folder.resolve("back.nema");
        Cli in = Cli.run("archive", "import", back, "-c", codec, table);
        assertThat(in.status()).as(in.err()).isZero();
        assertThat(in.out()).contains("20 embeddings added");
        Cli direct = Cli.run(
                "encode",
                "-c",
                codec,
                "-o",
                folder.resolve("d.parquet"),
                "--tile",
                "32",
                "--pooled",
                folder.resolve("s2.tif"));
        assertThat(direct.status()).as(direct.err()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("d.parquet"))).isEqualTo(Files.readAllBytes(table));
        assertThat(folder.resolve("d.parquet.nema")).doesNotExist();
        Cli decoded = Cli.run("decode", "-c", codec, "-o", folder.resolve("arrays"), table);
        assertThat(decoded.status()).as(decoded.err()).isZero();
        assertThat(folder.resolve("arrays/s2/3_4.npy")).exists();
        Cli again = Cli.run("encode", "-c", codec, "-o", table, folder.resolve("s2.tif"));
        assertThat(again.status()).isEqualTo(2);
        assertThat(again.complaint()).contains("is there already, and a table cannot be added to");
    }

    @Test
    void aTableThatIsNoneIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.parquet"), "no table at all, but long enough to look at");
        Cli run = Cli.run("decode", "-c", codec, "-o", folder.resolve("never"), text);
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.complaint()).contains("text.parquet: cannot be read as Parquet");
        assertThat(folder.resolve("never")).doesNotExist();
    }
}
