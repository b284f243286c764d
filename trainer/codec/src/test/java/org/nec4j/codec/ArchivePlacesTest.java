package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.ByteReader;
import org.nec4j.codec.io.Bytes;
import org.nec4j.codec.io.Mutations;
import org.nec4j.codec.json.JsonObject;

/** Archives of versions 3 and 4: embeddings with where they come from. */
class ArchivePlacesTest {
    private static final Codec CODEC = TestCodecs.factorized();
    private static final Codec LAYERED = Codec.of(TestLayers.writer().toBytes(), "codec");

    private static final Place.Scene SCENE = new Place.Scene(
            "täg/s2.tif",
            Optional.of("ab".repeat(32)),
            Optional.of("EPSG:32614"),
            List.of(30.0, 0.0, 440280.0, 0.0, -30.0, 3159720.0),
            Optional.of(Instant.parse("2024-05-31T10:20:30Z")),
            Map.of("product_id", "S2A_1"));
    private static final Place.Scene BARE =
            new Place.Scene("bare.jpg", Optional.empty(), Optional.empty(), List.of(), Optional.empty(), Map.of());

    @TempDir
    Path folder;

    private static Optional<Place> place(int n) {
        return switch (n % 3) {
            case 0 -> Optional.empty();
            case 1 ->
                Optional.of(new Place(
                        SCENE,
                        new Place.Window(n, 2 * n, 224, 200),
                        Optional.of(new Place.Bounds(-99.6 + n / 7.0, 28.5, -99.5 + n / 7.0, 28.6))));
            default -> Optional.of(new Place(BARE, new Place.Window(0, 0, n, n), Optional.empty()));
        };
    }

    private static byte[] stream(Codec codec, int n) {
        return codec == LAYERED ? TestCodecs.stream(LAYERED, n, TestLayers.TOKENS) : TestCodecs.stream(CODEC, n);
    }

    private Path archive(String name, Codec codec, int from, int to) {
        Path path = folder.resolve(name);
        try (ArchiveWriter writer = ArchiveWriter.openWithPlaces(path, codec)) {
            for (int n = from; n < to; n++) {
                byte[] stream = stream(codec, n);
                String key = "key " + n;
                place(n).ifPresentOrElse(place -> writer.add(key, stream, place), () -> writer.add(key, stream));
                if (n % 7 == 0) {
                    writer.commit();
                }
            }
        }
        return path;
    }

    private static void holds(Path path, Codec codec, int count) {
        try (Archive archive = Archive.open(path)) {
            assertThat(archive.size()).isEqualTo(count);
            for (int n = 0; n < count; n++) {
                assertThat(archive.place("key " + n)).isEqualTo(place(n));
                assertThat(archive.stream("key " + n)).isEqualTo(stream(codec, n));
            }
            archive.verify();
        }
    }

    @Test
    void giveBackStreamsAndPlacesOfEveryKindOfCodec() {
        holds(archive("a.nema", CODEC, 0, 40), CODEC, 40);
        holds(archive("b.nema", LAYERED, 0, 40), LAYERED, 40);
    }

    @Test
    void readPooledLayersAsOthersDo() {
        try (Archive archive = Archive.open(archive("b.nema", LAYERED, 0, 9))) {
            assertThat(archive.pooled("key 4", LAYERED)).isEqualTo(LAYERED.decodePooled(stream(LAYERED, 4)));
        }
    }

    @Test
    void areOfAVersionThatOlderReadersRefuseByItsNumber() throws Exception {
        assertThat(Files.readAllBytes(archive("a.nema", CODEC, 0, 2))[4]).isEqualTo((byte) 3);
        assertThat(Files.readAllBytes(archive("b.nema", LAYERED, 0, 2))[4]).isEqualTo((byte) 4);
    }

    @Test
    void holdASceneOnceABatch() throws Exception {
        Path one = folder.resolve("one.nema");
        Path many = folder.resolve("many.nema");
        for (Path path : List.of(one, many)) {
            try (ArchiveWriter writer = ArchiveWriter.createWithPlaces(path, CODEC)) {
                for (int n = 0; n < (path == one ? 1 : 100); n++) {
                    writer.add("k" + (100 + n), stream(CODEC, 1), place(1).orElseThrow());
                }
            }
        }
        long entry = (Files.size(many) - Files.size(one)) / 99;
        int stream = Codec.payloadBytes(stream(CODEC, 1));
        // Key, kind, tokens, length and checksum; scene, window and bounds.
        assertThat(entry).isLessThanOrEqualTo(stream + (1 + 4 + 1 + 1 + 2 + 4) + (1 + 6 + 1 + 32));
    }

    @Test
    void mergeKeepsPlacesWhicheverSourceHasThem() {
        Path plain = folder.resolve("plain.nema");
        try (ArchiveWriter writer = ArchiveWriter.create(plain, CODEC)) {
            writer.add("key 0", stream(CODEC, 0));
        }
        Path merged = folder.resolve("merged.nema");
        try (Archive first = Archive.open(plain);
                Archive second = Archive.open(archive("a.nema", CODEC, 1, 20))) {
            ArchiveWriter.merge(merged, List.of(first, second), done -> {});
        }
        holds(merged, CODEC, 20);
    }

    @Test
    void mergeIntoAnArchiveWithoutPlacesIsRefusedAndChangesNothing() throws Exception {
        Path plain = folder.resolve("plain.nema");
        ArchiveWriter.create(plain, CODEC).close();
        byte[] before = Files.readAllBytes(plain);
        try (Archive source = Archive.open(archive("a.nema", CODEC, 0, 3))) {
            assertThatThrownBy(() -> ArchiveWriter.merge(plain, List.of(source), done -> {}))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("was made without places");
        }
        assertThat(Files.readAllBytes(plain)).isEqualTo(before);
    }

    @Test
    void anArchiveMadeWithoutPlacesStaysAsItWasAndTakesNone() throws Exception {
        Path path = folder.resolve("plain.nema");
        ArchiveWriter.create(path, CODEC).close();
        try (ArchiveWriter writer = ArchiveWriter.openWithPlaces(path, CODEC)) {
            assertThat(writer.keepsPlaces()).isFalse();
            assertThatThrownBy(() -> writer.add("k", stream(CODEC, 1), place(1).orElseThrow()))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("was made without places and cannot take that of \"k\"");
            writer.add("k", stream(CODEC, 1));
        }
        assertThat(Files.readAllBytes(path)[4]).isEqualTo((byte) 1);
    }

    @Test
    void damageIsFoundOrLeavesWhatPrecedesIt() throws Exception {
        byte[] whole = Files.readAllBytes(archive("a.nema", CODEC, 0, 12));
        Random random = new Random(5);
        for (int n = 0; n < Mutations.COUNT; n++) {
            try {
                Archive archive = Archive.of(Mutations.mutate(whole, random), "damaged");
                for (int i = 0; i < archive.size(); i++) {
                    assertThat(archive.place(i)).isEqualTo(place(i));
                }
            } catch (UserException found) {
                assertThat(found).hasMessageContaining("damaged");
            }
        }
    }

    @Test
    void anEntryThatNamesNoSceneIsRefusedByItsOffset() {
        ByteReader in = new ByteReader(new Bytes().putVarint(3).toArray());
        assertThatThrownBy(() -> ArchivedPlaces.read(in, List.of(SCENE)))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("number of a scene is malformed or above 1");
    }

    @Test
    void aPlaceSurvivesItsJsonAndShiftsItsTransform() {
        Place place = place(1).orElseThrow();
        assertThat(Place.of(JsonObject.parse(place.toJson().toString(), "test")))
                .isEqualTo(place);
        Place second = place(2).orElseThrow();
        assertThat(Place.of(JsonObject.parse(second.toJson().toString(), "test")))
                .isEqualTo(second);
        assertThat(place.transform()).containsExactly(30.0, 0.0, 440310.0, 0.0, -30.0, 3159660.0);
        assertThat(second.transform()).isEmpty();
    }

    @Test
    void boundsMeetAcrossTheAntimeridian() {
        Place.Bounds fiji = new Place.Bounds(177, -20, -178, -15);
        assertThat(fiji.meets(new Place.Bounds(178, -18, 179, -17))).isTrue();
        assertThat(fiji.meets(new Place.Bounds(-179, -18, -170, -17))).isTrue();
        assertThat(fiji.meets(new Place.Bounds(170, -18, 176, -17))).isFalse();
        assertThat(new Place.Bounds(170, -18, 176, -17).meets(fiji)).isFalse();
        assertThat(fiji.meets(new Place.Bounds(179, -40, -179, -30))).isFalse();
        assertThat(fiji.meets(new Place.Bounds(179, -16, -170, -10))).isTrue();
    }

    @Test
    void boundsThatAreNoneAreRefused() {
        assertThatThrownBy(() -> new Place.Bounds(0, 10, 1, 9)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> new Place.Bounds(0, Double.NaN, 1, 9)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> new Place.Bounds(181, 0, 182, 9)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> new Place.Scene(
                        "s", Optional.empty(), Optional.empty(), List.of(1.0), Optional.empty(), Map.of()))
                .hasMessageContaining("expected six finite numbers");
    }

    @Test
    void theFingerprintChangesWithEveryBatchAndWithNothingElse() throws Exception {
        Path path = archive("a.nema", CODEC, 0, 8);
        String before = Archive.fingerprint(path);
        Files.copy(path, folder.resolve("copy.nema"));
        assertThat(Archive.fingerprint(folder.resolve("copy.nema"))).isEqualTo(before);
        archive("a.nema", CODEC, 8, 9);
        assertThat(Archive.fingerprint(path)).isNotEqualTo(before);
    }
}
