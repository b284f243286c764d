package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.GeoTiffs;
import org.nec4j.SharedData;
import org.nec4j.codec.error.UserException;

class ScenePartsTest {
    @TempDir
    Path folder;

    /** Parts at the corners and at places by chance. */
    private static List<Box> boxes(int width, int height) {
        Random random = new Random(3);
        return Stream.concat(
                        Stream.of(
                                Box.whole(width, height),
                                new Box(width - 1, height - 1, 1, 1),
                                new Box(0, 0, 1, height)),
                        Stream.generate(() -> {
                                    int left = random.nextInt(width);
                                    int top = random.nextInt(height);
                                    return new Box(
                                            left,
                                            top,
                                            1 + random.nextInt(width - left),
                                            1 + random.nextInt(height - top));
                                })
                                .limit(6))
                .toList();
    }

    private static void bandsAreThoseOfTheWhole(Path file) {
        BandChoice choice = BandChoice.all();
        BandImage whole = BandDecoder.decode(file);
        try (SceneParts parts = SceneParts.open(file, Optional.of(choice))) {
            assertThat(parts.width()).as(file.toString()).isEqualTo(whole.width());
            assertThat(parts.height()).as(file.toString()).isEqualTo(whole.height());
            long known = 0;
            for (Box box : boxes(whole.width(), whole.height())) {
                BandImage expected = whole.part(box);
                BandImage part = (BandImage) parts.part(box);
                assertThat(part.samples()).as(file + " " + box).isEqualTo(expected.samples());
                assertThat(part.missing()).isEqualTo(expected.missing());
                assertThat(parts.known(box)).isEqualTo(expected.known());
                known = Math.max(known, expected.known());
            }
            assertThat(parts.mayLack() || known == (long) whole.width() * whole.height())
                    .as(file + ": what may not lack pixels lacks none")
                    .isTrue();
        }
    }

    @Test
    void areTheBandsOfTheWholeForEveryLayoutAndCompression() throws IOException {
        List<String> files = new String(Resources.bytes("bands/small.csv"), StandardCharsets.UTF_8)
                .lines()
                .skip(1)
                .map(line -> line.substring(0, line.indexOf(',')))
                .filter(name -> name.endsWith(".tif"))
                .toList();
        assertThat(files).hasSizeGreaterThan(7);
        for (String name : files) {
            bandsAreThoseOfTheWhole(Files.write(folder.resolve(name), Resources.bytes("bands/" + name)));
        }
    }

    @Test
    void areThoseOfRealFiles() throws IOException {
        Path root = SharedData.require("data/geotiff");
        try (Stream<Path> all = Files.list(root)) {
            for (Path file : all.filter(path -> path.toString().endsWith(".tif"))
                    .sorted()
                    .toList()) {
                if (file.toString().contains("complex")) {
                    continue;
                }
                bandsAreThoseOfTheWhole(file);
                coloursAreThoseOfTheWhole(file);
            }
        }
    }

    private static void coloursAreThoseOfTheWhole(Path file) {
        ByteImage whole;
        try {
            whole = ImageDecoder.decode(file);
        } catch (UserException noColours) {
            return;
        }
        try (SceneParts parts = SceneParts.open(file, Optional.empty())) {
            for (Box box : boxes(whole.width(), whole.height())) {
                assertThat(((ByteImage) parts.part(box)).samples())
                        .as(file + " " + box)
                        .isEqualTo(Tiling.cut(whole, box).samples());
            }
        }
    }

    @Test
    void knowWhichColoursAreNoData() throws IOException {
        byte[] samples = new byte[20 * 10 * 3];
        for (int i = 0; i < 20 * 10; i++) {
            boolean isKnown = i % 20 >= 5;
            samples[3 * i] = (byte) (isKnown ? 200 : 0);
            samples[3 * i + 1] = (byte) (i % 20 == 0 ? 3 : 0);
        }
        Path stated = GeoTiffs.of(20, 10, samples).nodata(0).write(folder.resolve("a.tif"));
        try (SceneParts parts = SceneParts.open(stated, Optional.empty())) {
            assertThat(parts.mayLack()).isTrue();
            // Columns 1 to 4 are black; column 0 has one colour that is not.
            assertThat(parts.known(new Box(0, 0, 10, 10))).isEqualTo(60);
            assertThat(parts.known(new Box(5, 2, 10, 4))).isEqualTo(40);
        }
        Path unstated = GeoTiffs.of(20, 10, samples).write(folder.resolve("b.tif"));
        try (SceneParts parts = SceneParts.open(unstated, Optional.empty())) {
            assertThat(parts.mayLack()).isFalse();
            assertThat(parts.known(new Box(0, 0, 10, 10))).isEqualTo(100);
        }
    }

    @Test
    void arePaddedOnTheRightAndBelow() throws IOException {
        byte[] samples = new byte[20 * 10 * 3];
        new Random(1).nextBytes(samples);
        Path file = GeoTiffs.of(20, 10, samples).write(folder.resolve("a.tif"));
        byte[] fill = {10, 20, 30};
        try (SceneParts parts = SceneParts.open(file, Optional.empty())) {
            ByteImage tile = (ByteImage) parts.padded(new Box(16, 8, 8, 8), fill);
            assertThat(tile.at(3, 1, 1)).isEqualTo(samples[(9 * 20 + 19) * 3 + 1] & 0xFF);
            assertThat(tile.at(4, 1, 2)).isEqualTo(30);
            assertThat(tile.at(0, 2, 0)).isEqualTo(10);
        }
        try (SceneParts parts = SceneParts.open(file, Optional.of(BandChoice.all()))) {
            BandImage tile = (BandImage) parts.padded(new Box(16, 8, 8, 8), fill);
            assertThat(tile.missing()).isEqualTo(3 * (64 - 8));
            assertThat(tile.samples()[2 * 64 + 8 + 3]).isEqualTo(samples[(9 * 20 + 19) * 3 + 2] & 0xFF);
            assertThat(tile.samples()[4]).isNaN();
        }
    }

    @Test
    void tileImagesAreThePartsInTheirOrder() throws IOException {
        byte[] samples = new byte[20 * 10 * 3];
        new Random(1).nextBytes(samples);
        Path file = GeoTiffs.of(20, 10, samples).write(folder.resolve("a.tif"));
        Sample sample = new Sample("a.tif", file, Sample.UNLABELLED, Split.TEST, Optional.empty());
        List<TileImages.Tile> tiles = new TileGrid(8, 4, Edge.SHIFT)
                .of(20, 10).stream()
                        .map(tile -> new TileImages.Tile(sample, tile))
                        .toList();
        try (TileImages images = new TileImages(tiles, Optional.empty(), new byte[3])) {
            assertThat(images.size()).isEqualTo(8);
            assertThat(images.name(7)).endsWith("a.tif, tile at column 12, row 2");
            assertThat(images.picture(7).samples())
                    .isEqualTo(Tiling.cut(ImageDecoder.decode(file), new Box(12, 2, 8, 8))
                            .samples());
        }
    }
}
