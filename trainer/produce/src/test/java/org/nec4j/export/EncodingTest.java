package org.nec4j.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.nec4j.data.PngWriter;
import org.nec4j.data.TileGrid;
import org.nec4j.data.synthetic.SyntheticScenes;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Console;
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
        CodingPoint point = new CodingPoint(false, OptionalDouble.empty(), OptionalDouble.of(bytes), Optional.empty());
        return Encoding.encode(
                new Encoding.Job(codec, point, List.of(images), output, shard, Scenes.WHOLE, false),
                Console.silent(),
                () -> false);
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
        Codec chosen =
                encoder.at(point, encoder.preprocessing().images(noisyFiles)).codec();
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
