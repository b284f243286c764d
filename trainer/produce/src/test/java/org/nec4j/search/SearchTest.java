package org.nec4j.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.Archive;
import org.nec4j.codec.ArchiveWriter;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;
import org.nec4j.entropy.DensitySettings;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.entropy.KeptTables;
import org.nec4j.export.CodecBuilder;
import org.nec4j.export.PooledVectors;
import org.nec4j.export.Preprocessing;
import org.nec4j.kernel.Likelihood;
import org.nec4j.progress.Console;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SearchTest {
    private static final VitShape SHAPE = new VitShape(32, 8, 3, 16, 1, 2, 8, 1, 2, 4, 1e-6);
    private static final int COUNT = 5000;
    private static final int TOKENS = 2;

    @TempDir
    static Path folder;

    private Path codecFile;
    private Path archive;
    private List<float[]> vectors;

    @BeforeAll
    void writeAnArchive() {
        FactorizedModel entropy =
                new FactorizedModel(SHAPE.dim(), DensitySettings.compressAi().with(Likelihood.SIGN));
        Tensors tensors = RandomStart.of(SHAPE, 1).with(entropy.initial(1));
        codecFile = folder.resolve("codec.nec");
        new CodecBuilder(
                        SHAPE,
                        tensors,
                        new Preprocessing(32, List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2), false),
                        Map.of(),
                        Optional.empty())
                .codec(entropy, KeptTables.NONE)
                .write(codecFile);
        archive = folder.resolve("a.nema");
        Codec codec = Codec.open(codecFile);
        add(codec, 0, COUNT);
        try (Archive open = Archive.open(archive)) {
            vectors = IntStream.range(0, COUNT)
                    .mapToObj(i -> PooledVectors.of(codec, open, i))
                    .toList();
        }
    }

    private void add(Codec codec, int from, int to) {
        try (ArchiveWriter writer = ArchiveWriter.openWithPlaces(archive, codec)) {
            for (int n = from; n < to; n++) {
                writer.add("k/" + n, stream(codec, n), place(n));
            }
        }
    }

    private static byte[] stream(Codec codec, int n) {
        Random random = new Random(n);
        float[] values = new float[TOKENS * SHAPE.dim()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (8 * random.nextGaussian());
        }
        return codec.encode(new Embedding(TOKENS, SHAPE.dim(), values));
    }

    private static Place place(int n) {
        Place.Scene scene = new Place.Scene(
                "s",
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.of(Instant.parse("2020-01-01T00:00:00Z").plusSeconds(86400L * (n % 100))),
                Map.of());
        double west = n % 360 - 180;
        return new Place(scene, new Place.Window(0, 0, 1, 1), Optional.of(new Place.Bounds(west, 10, west + 0.5, 11)));
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double one = 0;
        double other = 0;
        for (int d = 0; d < a.length; d++) {
            product += (double) a[d] * b[d];
            one += (double) a[d] * a[d];
            other += (double) b[d] * b[d];
        }
        return product / Math.sqrt(one * other);
    }

    /** By brute force in double precision. */
    private List<String> expected(int query, int top) {
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(0, COUNT).boxed().toList());
        numbers.remove(query);
        numbers.sort(Comparator.comparingDouble(n -> -cosine(vectors.get(query), vectors.get(n))));
        return numbers.subList(0, top).stream().map(n -> "k/" + n).toList();
    }

    private static Search.Question question(String like, int top) {
        return new Search.Question(like, top, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private List<Search.Hit> hits(Search.Question question, Precision precision) {
        return Search.of(archive, Optional.of(codecFile), precision, question, Console.silent());
    }

    @Test
    void inFloatFindsWhatBruteForceFinds() {
        for (int query : new int[] {0, 17, COUNT - 1}) {
            List<Search.Hit> hits = hits(question("k/" + query, 30), Precision.FLOAT);
            assertThat(hits.stream().map(Search.Hit::key)).isEqualTo(expected(query, 30));
            int best = Integer.parseInt(hits.get(0).key().substring(2));
            assertThat(hits.get(0).cosine())
                    .isCloseTo(
                            cosine(vectors.get(query), vectors.get(best)), org.assertj.core.data.Offset.offset(1e-6));
        }
    }

    @Test
    void inBytesFindsNearlyAllOfThese() {
        int found = 0;
        for (int query = 0; query < 20; query++) {
            Set<String> expected = new HashSet<>(expected(query, 20));
            for (Search.Hit hit : hits(question("k/" + query, 20), Precision.INT8)) {
                found += expected.contains(hit.key()) ? 1 : 0;
            }
        }
        assertThat(found).isGreaterThan(20 * 20 * 95 / 100);
    }

    /** Numbers that are large in all vectors alike must not cost those the precision by which vectors differ. */
    @Test
    void bytesKeepSmallDimensionsApartBesideLargeOnes() {
        Random random = new Random(5);
        List<float[]> all = IntStream.range(0, 300)
                .mapToObj(i -> new float[] {
                    900 + (float) random.nextGaussian(),
                    (float) random.nextGaussian() / 50,
                    (float) random.nextGaussian()
                })
                .toList();
        ByteSteps steps = ByteSteps.of(all);
        for (float[] vector : all) {
            for (int d = 0; d < 3; d++) {
                float spread = d == 1 ? 1 / 50f : 1;
                assertThat(steps.value(steps.quantize(vector[d], d), d))
                        .isCloseTo(vector[d], org.assertj.core.data.Offset.offset(0.025f * spread));
            }
        }
        assertThat(steps.quantize(1e9f, 1)).isEqualTo((byte) 127);
    }

    @Test
    void keepsToAPlaceAndATime() {
        Search.Question asked = new Search.Question(
                "k/3",
                COUNT,
                Optional.of(new Place.Bounds(179.2, 0, -178, 20)),
                Optional.of(Instant.parse("2020-01-11T00:00:00Z")),
                Optional.of(Instant.parse("2020-01-21T00:00:00Z")));
        List<String> found = hits(asked, Precision.INT8).stream()
                .map(Search.Hit::key)
                .sorted()
                .toList();
        List<String> expected = IntStream.range(0, COUNT)
                .filter(n -> n != 3 && n % 100 >= 10 && n % 100 < 20)
                .filter(n -> List.of(359, 0, 1, 2).contains(n % 360))
                .mapToObj(n -> "k/" + n)
                .sorted()
                .toList();
        assertThat(found).isNotEmpty().isEqualTo(expected);
    }

    @Test
    void decodesVectorsOnceAndAgainWhenTheArchiveHasChanged() throws Exception {
        Path file = VectorFile.beside(archive);
        hits(question("k/1", 1), Precision.INT8);
        byte[] first = Files.readAllBytes(file);
        // Without a codec: what is there serves.
        assertThat(Search.of(archive, Optional.empty(), Precision.INT8, question("k/1", 1), Console.silent()))
                .hasSize(1);
        Path copy = Files.copy(archive, folder.resolve("copy.nema"));
        Files.write(VectorFile.beside(copy), first);
        try (ArchiveWriter writer = ArchiveWriter.open(copy, Codec.open(codecFile))) {
            writer.add("new", stream(Codec.open(codecFile), 1));
        }
        assertThatThrownBy(
                        () -> Search.of(copy, Optional.empty(), Precision.INT8, question("new", 1), Console.silent()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("are of another state of it or another precision; name its codec with -c");
        List<Search.Hit> hits =
                Search.of(copy, Optional.of(codecFile), Precision.INT8, question("new", 1), Console.silent());
        assertThat(hits.get(0).key()).isEqualTo("k/1");
        assertThat(hits.get(0).cosine()).isGreaterThan(0.9999);
    }

    @Test
    void makesDamagedVectorsAnew() throws Exception {
        hits(question("k/1", 1), Precision.INT8);
        Path file = VectorFile.beside(archive);
        byte[] bytes = Files.readAllBytes(file);
        bytes[9] ^= 1;
        Files.write(file, bytes);
        assertThat(VectorFile.open(archive, Precision.INT8)).isEmpty();
        Files.write(file, java.util.Arrays.copyOf(bytes, 20));
        assertThat(VectorFile.open(archive, Precision.INT8)).isEmpty();
        assertThat(hits(question("k/1", 5), Precision.INT8)).hasSize(5);
    }

    @Test
    void refusesWhatIsNeitherKeyNorImage() {
        assertThatThrownBy(() -> hits(question("nowhere", 1), Precision.INT8))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("\"nowhere\" is neither a key of")
                .hasMessageContaining("nor an image file");
        assertThatThrownBy(() -> question("k/1", 0)).hasMessageContaining("--top is 0, expected 1 to");
    }
}
