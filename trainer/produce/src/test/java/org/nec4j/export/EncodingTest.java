package org.nec4j.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.backend.Backend;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.ByteImage;
import org.nec4j.data.Edge;
import org.nec4j.data.ImageSize;
import org.nec4j.data.ImageSource;
import org.nec4j.data.OtherImages;
import org.nec4j.data.Picture;
import org.nec4j.data.PngWriter;
import org.nec4j.data.TileGrid;
import org.nec4j.data.synthetic.SyntheticScenes;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.transform.LayerBases;
import org.nec4j.transform.LayeredFit;
import org.nec4j.transform.LayeredSteps;
import org.nec4j.transform.TokenGrid;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

class EncodingTest {
    private static final VitShape SHAPE = new VitShape(32, 8, 3, 16, 1, 2, 8, 1, 2, 4, 1e-6);
    private static final int IMAGES = 120;

    @TempDir
    private static Path folder;

    private static final List<byte[]> noisyFiles = new ArrayList<>();
    private static final List<Embedding> embeddings = new ArrayList<>();
    private static Path codec;
    private static Path images;

    /** A layered codec whose rates were measured on scenes of 40 pixels, and a folder of such scenes under coarse noise, none of them its own. */
    @BeforeAll
    static void writeALayeredCodecAndImagesUnlikeItsOwn() throws IOException {
        Preprocessing preprocessing = new Preprocessing(32, List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2), false);
        Tensors tensors = RandomStart.of(SHAPE, 1);
        ImageEmbedder embedder =
                new ImageEmbedder(new Encoder(SHAPE, tensors, LayerContext.of(Backend.kernels())), preprocessing);
        SyntheticScenes scenes = new SyntheticScenes(60, 40, 3);
        List<byte[]> files = IntStream.range(0, scenes.size())
                .mapToObj(i -> PngWriter.bytes(scenes.image(i)))
                .toList();
        List<float[]> learning = embedder.values(
                preprocessing.images(files), 16, Console.silent().progress("embedding", 60, "images"));
        LayerBases bases = LayerBases.closedForm(learning, SHAPE.dim(), new TokenGrid(4, 4, true));
        LayeredFit fit = new LayeredFit(bases, LayeredSteps.both(0.5, 1), learning, false);
        codec = folder.resolve("layered.nec");
        CodecBuilder.describe(fit.writer(learning), SHAPE, tensors, preprocessing, Map.of(), Optional.empty(), Map.of())
                .write(codec);
        images = Files.createDirectory(folder.resolve("images"));
        SyntheticScenes others = new SyntheticScenes(IMAGES, 40, 9);
        Random random = new Random(5);
        for (int i = 0; i < IMAGES; i++) {
            ByteImage image = others.image(i);
            byte[] noisy = image.samples().clone();
            for (int j = 0; j < noisy.length; j++) {
                noisy[j] = (byte) Math.max(0, Math.min(255, (noisy[j] & 255) + 40 * random.nextGaussian()));
            }
            noisyFiles.add(PngWriter.bytes(new ByteImage(image.width(), image.height(), image.channels(), noisy)));
            Files.write(images.resolve("image" + i + ".png"), noisyFiles.get(i));
        }
        embedder.embed(
                preprocessing.images(noisyFiles),
                16,
                Console.silent().progress("embedding", IMAGES, "images"),
                (embedding, index) -> embeddings.add(embedding));
    }

    private static Encoding.Written encode(double bytes, Shard shard, Path output) {
        return Encoding.encode(job(bytes, images, shard, output), Console.silent(), () -> false);
    }

    private static Encoding.Job job(double bytes, Path images, Shard shard, Path output) {
        CodingPoint point = new CodingPoint(false, OptionalDouble.empty(), OptionalDouble.of(bytes), Optional.empty());
        return new Encoding.Job(codec, point, List.of(images), output, shard, Scenes.WHOLE, false);
    }

    private static Map<String, byte[]> streams(Path output) throws IOException {
        Map<String, byte[]> streams = new TreeMap<>();
        try (Stream<Path> files = Files.list(output)) {
            for (Path file : files.toList()) {
                streams.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return streams;
    }

    @Test
    void meetsATargetInBytesOnImagesUnlikeThoseThatTheCodecWasMeasuredOn() throws IOException {
        double target = middle();
        Encoding.Written written = encode(target, Shard.WHOLE, folder.resolve("whole"));
        assertThat((double) written.bytes() / IMAGES).isCloseTo(target, within(0.02 * target));
        CodingPoint point = new CodingPoint(false, OptionalDouble.empty(), OptionalDouble.of(target), Optional.empty());
        ImageEncoder encoder = ImageEncoder.open(codec);
        Codec chosen = encoder.at(point, encoder.preprocessing().images(noisyFiles), Console.silent())
                .codec();
        assertThat(meanBytes(chosen)).isCloseTo(target, within(0.02 * target));

        // By the rates that it states itself the codec would have missed it.
        double stated = meanBytes(Codec.open(codec).atBytes(target));
        assertThat(Math.abs(stated / target - 1)).isGreaterThan(0.02);
    }

    @Test
    void shardsTakeTheStepsThatTheWholeTakes() throws IOException {
        double target = middle();
        encode(target, Shard.WHOLE, folder.resolve("one"));
        encode(target, new Shard(0, 2), folder.resolve("two"));
        encode(target, new Shard(1, 2), folder.resolve("two"));
        Map<String, byte[]> one = streams(folder.resolve("one"));
        assertThat(streams(folder.resolve("two"))).hasSize(IMAGES).allSatisfy((name, stream) -> assertThat(stream)
                .isEqualTo(one.get(name)));
    }

    @Test
    void imagesThatAStepWasChosenOnAreNotReadAgain() throws IOException {
        Path once = Files.createDirectory(folder.resolve("once"));
        for (int i = 0; i < IMAGES; i++) {
            Files.write(once.resolve("image" + i + ".png"), noisyFiles.get(i));
        }
        Console takingAway = new Console() {
            @Override
            public void say(String line) {
                // Nobody listens.
            }

            @Override
            public Progress progress(String task, long total, String unit) {
                return new Progress() {
                    @Override
                    public void at(double done, String detail) {
                        // Nobody listens.
                    }

                    @Override
                    public void close() {
                        if (task.equals("choosing the step")) {
                            once.toFile().renameTo(folder.resolve("gone").toFile());
                        }
                    }
                };
            }
        };
        Path output = folder.resolve("from-kept");
        Encoding.Written written = Encoding.encode(job(middle(), once, Shard.WHOLE, output), takingAway, () -> false);
        assertThat(once).doesNotExist();
        assertThat(written).extracting("images", "missing").containsExactly(IMAGES, 0);

        Codec chosen = Codec.open(codec).atBytes(middle(), embeddings);
        Map<String, byte[]> streams = streams(output);
        assertThat(streams).hasSize(IMAGES);
        for (int i = 0; i < IMAGES; i++) {
            assertThat(streams.get("image" + i + ".nemb")).isEqualTo(chosen.encode(embeddings.get(i)));
        }
    }

    @Test
    void anEncoderAtSoManyBytesEmbedsNoImageTwice() {
        ImageEncoder opened = ImageEncoder.open(codec);
        List<String> read = Collections.synchronizedList(new ArrayList<>());
        ImageSource counted = new OtherImages(opened.preprocessing().images(noisyFiles)) {
            @Override
            public Picture image(int index) {
                read.add(name(index));
                return images.image(index);
            }
        };
        CodingPoint point =
                new CodingPoint(false, OptionalDouble.empty(), OptionalDouble.of(middle()), Optional.empty());
        ImageEncoder encoder = opened.at(point, counted, Console.silent());
        assertThat(read).hasSize(IMAGES);
        List<Embedding> again = new ArrayList<>();
        try (Progress untold = Console.silent().progress("embedding", IMAGES, "images")) {
            encoder.embed(counted, 16, untold, (embedding, index) -> again.add(embedding));
        }
        assertThat(read).hasSize(IMAGES).doesNotHaveDuplicates();
        for (int i = 0; i < IMAGES; i++) {
            assertThat(again.get(i).values()).isEqualTo(embeddings.get(i).values());
        }
    }

    @Test
    void refusesTilesOfAnotherAspectThanTheCodecsImages() {
        Scenes tiles = new Scenes(
                Optional.of(new TileGrid(new ImageSize(32, 16), new ImageSize(32, 16), Edge.DROP)),
                0,
                Scenes.Geography.NONE,
                Optional.empty());
        CodingPoint point = new CodingPoint(false, OptionalDouble.empty(), OptionalDouble.empty(), Optional.empty());
        assertThatThrownBy(() -> Encoding.encode(
                        new Encoding.Job(
                                codec, point, List.of(images), folder.resolve("tiles"), Shard.WHOLE, tiles, false),
                        Console.silent(),
                        () -> false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("tiles of 32 x 16 pixels have another aspect than the codec's images of 32")
                .hasMessageContaining("--tile 32 or a multiple");
        assertThat(folder.resolve("tiles")).doesNotExist();
    }

    @Test
    void saysTheRangeThatTheseImagesReach() {
        assertThatThrownBy(() -> encode(1e4, Shard.WHOLE, folder.resolve("none")))
                .isInstanceOf(UserException.class)
                .hasMessageMatching("(?s).*layered.nec: reaches [0-9.]+ to [0-9.]+ bytes an image with the pooled layer"
                        + " alone, [0-9.]+ to [0-9.]+ bytes an image with both layers, and not 10000.0; choose a number"
                        + " of that range");
        assertThat(folder.resolve("none")).doesNotExist();
    }

    /** Bytes that lie between two of the codec's steps. */
    private static double middle() {
        return 1.08 * meanBytes(Codec.open(codec));
    }

    private static double meanBytes(Codec coded) {
        return embeddings.stream()
                .mapToInt(embedding -> coded.encode(embedding).length)
                .average()
                .orElseThrow();
    }
}
