package org.nec4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.SharedData;
import org.nec4j.backend.Backend;
import org.nec4j.checkpoint.Checkpoint;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.data.Dataset;
import org.nec4j.data.ImageFolder;
import org.nec4j.data.ImageSize;
import org.nec4j.data.ImageSource;
import org.nec4j.data.PngWriter;
import org.nec4j.data.synthetic.SyntheticScenes;
import org.nec4j.entropy.DensitySettings;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.entropy.HyperpriorModel;
import org.nec4j.entropy.HyperpriorShape;
import org.nec4j.entropy.KeptTables;
import org.nec4j.export.CodecBuilder;
import org.nec4j.export.ImageEmbedder;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.Prediction;
import org.nec4j.export.Preprocessing;
import org.nec4j.kernel.GeluForm;
import org.nec4j.kernel.Likelihood;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Product;
import org.nec4j.progress.Console;
import org.nec4j.transform.LayerBases;
import org.nec4j.transform.LayeredFit;
import org.nec4j.transform.LayeredSteps;
import org.nec4j.transform.TokenGrid;
import org.nec4j.transform.TransformFit;
import org.nec4j.vit.Encoder;
import org.nec4j.vit.PatchGrid;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Ranks;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitForm;
import org.nec4j.vit.VitShape;

/** What ONNX Runtime, which others wrote, makes of exported networks, beside what nec4j computes. */
class OnnxExportTest {
    private static final VitShape TINY = new VitShape(32, 8, 3, 16, 2, 2, 8, 1, 2, 4, 1e-6);
    private static final VitShape FACTORIZED = new VitShape(
            new PatchGrid(4, 4),
            8,
            3,
            16,
            2,
            2,
            8,
            1,
            2,
            4,
            1e-6,
            VitForm.MAE,
            Ranks.of(2, product -> product.endsWith("fc2") ? Product.WHOLE : 5));
    private static final int IMAGES = 24;

    /** ONNX Runtime 1.29 overruns a buffer of its own where the process has a longer command line, and takes the JVM with it. */
    private static final int LONGEST_COMMAND_LINE = 4000;

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireAShortCommandLine() throws IOException {
        Path line = Path.of("/proc/self/cmdline");
        Assumptions.assumeTrue(
                !Files.exists(line) || Files.readAllBytes(line).length < LONGEST_COMMAND_LINE,
                "ONNX Runtime 1.29 crashes where a command line is longer than 4096 bytes; run this with Maven, or"
                        + " with CLASSPATH");
    }

    static Stream<VitShape> shapes() {
        return Stream.of(
                TINY,
                FACTORIZED,
                TINY.with(new VitForm(true, 3, false, GeluForm.ERF)),
                TINY.with(new VitForm(false, 0, false, GeluForm.TANH)),
                TINY.with(new VitForm(true, 0, true, GeluForm.QUICK)),
                new VitShape(224, 14, 3, 32, 2, 4, 8, 1, 2, 2, 1e-6).with(new VitForm(false, 2, true, GeluForm.ERF)));
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyFormOfEncoderGivesTheSameEmbedding(VitShape shape) throws Exception {
        Model model = new Model(shape, RandomStart.of(shape, 3));
        runtime().agree(model.codec(TransformFit.fit(model.embeddings(), shape.dim(), 0.2)), model.images());
    }

    @ParameterizedTest
    @ValueSource(strings = {"factorized", "hyperprior", "mean-scale hyperprior"})
    void learntModelsGiveTheSameSymbols(String name) throws Exception {
        Model model = new Model(TINY, RandomStart.of(TINY, 3));
        DensitySettings settings = DensitySettings.compressAi().with(Likelihood.SIGN);
        EntropyModel entropy = name.equals("factorized")
                ? new FactorizedModel(TINY.dim(), settings)
                : new HyperpriorModel(
                        new HyperpriorShape(TINY.dim(), 8, 2, 1, 1e-6, name.startsWith("mean")), settings);
        runtime()
                .agree(
                        new CodecBuilder(
                                        TINY,
                                        model.tensors.with(entropy.initial(1)),
                                        model.preprocessing,
                                        Map.of(),
                                        Optional.of(new Prediction(false)))
                                .codec(entropy, KeptTables.NONE),
                        model.images());
    }

    @Test
    void layersGiveTheSameSymbols() throws Exception {
        Model model = new Model(TINY, RandomStart.of(TINY, 3));
        runtime().agree(model.codec(layered(model, LayeredSteps.both(0.1, 0.2), false)), model.images());
        runtime().agree(model.codec(layered(model, LayeredSteps.pooledAlone(0.1), false)), model.images());
    }

    @Test
    void imagesThatAreNotSquareGiveTheSameSymbols() throws Exception {
        VitShape shape = new VitShape(new PatchGrid(3, 5), 8, 3, 16, 2, 2, 8, 1, 2, 4, 1e-6, VitForm.MAE, Ranks.WHOLE);
        Model model = new Model(shape, RandomStart.of(shape, 3));
        runtime().agree(model.codec(layered(model, LayeredSteps.both(0.1, 0.2), false)), model.images());
    }

    /** A symbol whose price hangs on those before it is no function of the embedding that a network could be. */
    @Test
    void whereAContextChoosesThereAreEmbeddingsAlone() throws Exception {
        Model model = new Model(TINY, RandomStart.of(TINY, 3));
        Path codec = folder.resolve("context.nec");
        LayeredSteps one = new LayeredSteps(new double[] {0.1}, new double[] {0.2}, new int[][] {{0, 0}}, 0, 0, 0);
        model.codec(layered(model, one, true)).write(codec);
        assertThat(OnnxExport.export(codec, folder).symbols()).isFalse();
        assertThat(OnnxPeer.outputs(folder.resolve(OnnxExport.ENCODER))).containsExactly("embedding");
    }

    static Stream<VitShape> ends() {
        return Stream.of(TINY, FACTORIZED);
    }

    @ParameterizedTest
    @MethodSource("ends")
    void anEncoderOfTwoEndsGivesTheSameEmbedding(VitShape shape) throws Exception {
        Map<String, float[]> end = new HashMap<>();
        RandomStart.of(shape, 8).all().forEach((name, values) -> {
            if (name.startsWith("blocks.1.") || name.startsWith("norm.")) {
                end.put(Encoder.POOLED + name, values);
            }
        });
        Model model = new Model(shape, RandomStart.of(shape, 3).with(end));
        CodecWriter codec = model.codec(layered(model, LayeredSteps.both(0.1, 0.2), false));
        end.forEach((name, values) ->
                codec.weight(name, shape.encoderTensors().get(name.substring(Encoder.POOLED.length())), values));
        runtime().agree(codec, model.images());
    }

    @Test
    void theBundledModelAgreesOnRealImages() throws Exception {
        Path rsscn7 = SharedData.require("data/rsscn7");
        Path root = Path.of(System.getProperty("nec4j.root", "../.."));
        VitShape shape = new VitShape(128, 16, 3, 192, 12, 3, 128, 4, 4, 4, 1e-6);
        Checkpoint file = Checkpoint.read(root.resolve("checkpoints/mae-vit-tiny-p16-128-aerial.safetensors"));
        Map<String, float[]> weights = new HashMap<>();
        shape.tensors().keySet().forEach(name -> weights.put(name, file.floats(name)));
        Model model = new Model(shape, new Tensors(weights), Preprocessing.imageNet(128), real(rsscn7));
        runtime().agree(model.codec(TransformFit.fit(model.embeddings(), shape.dim(), 1)), model.images());
        runtime().agree(model.codec(layered(model, LayeredSteps.both(0.5, 1), false)), model.images());
        FactorizedModel entropy =
                new FactorizedModel(shape.dim(), DensitySettings.compressAi().with(Likelihood.SIGN));
        runtime()
                .agree(
                        new CodecBuilder(
                                        shape,
                                        model.tensors.with(entropy.initial(1)),
                                        model.preprocessing,
                                        Map.of(),
                                        Optional.of(new Prediction(true)))
                                .codec(entropy, KeptTables.NONE),
                        model.images());
    }

    @Test
    void saysWhatAStrangerNeeds() throws Exception {
        Model model = new Model(TINY, RandomStart.of(TINY, 3));
        Path codec = folder.resolve("codec.nec");
        model.codec(TransformFit.fit(model.embeddings(), TINY.dim(), 0.2)).write(codec);
        OnnxExport.Written written = OnnxExport.export(codec, folder);
        assertThat(OnnxPeer.metadata(written.encoder()))
                .containsEntry("nec4j.codec", ImageEncoder.open(codec).codec().digest())
                .containsEntry("nec4j.model", "transform")
                .hasEntrySatisfying("nec4j.images", words -> assertThat(words)
                        .contains("shorter side is 32 pixels", "(x / 255 - mean) / std"))
                .hasEntrySatisfying(
                        "nec4j.preprocessing", json -> assertThat(json).contains("\"side\":32"))
                .containsKeys("nec4j.content", "nec4j.symbols");
        assertThat(written.decoder()).isPresent();
        assertThat(OnnxPeer.metadata(written.decoder().orElseThrow())).containsKey("nec4j.patches");
    }

    @Test
    void aCodecWithoutAnEncoderIsRefused() throws IOException {
        Path codec = folder.resolve("bare.nec");
        new FactorizedModel(4, DensitySettings.compressAi().with(Likelihood.SIGN))
                .codec(
                        new Tensors(new FactorizedModel(
                                        4, DensitySettings.compressAi().with(Likelihood.SIGN))
                                .initial(1))::floats,
                        KeptTables.NONE)
                .maxTokens(5)
                .write(codec);
        assertThatThrownBy(() -> OnnxExport.export(codec, folder.resolve("out")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("holds an entropy model and no image encoder");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private OnnxPeer runtime() {
        return new OnnxPeer(folder);
    }

    private static CodecWriter layered(Model model, LayeredSteps steps, boolean context) {
        PatchGrid patches = model.shape.grid();
        TokenGrid grid = new TokenGrid(patches.rows(), patches.columns(), true);
        LayerBases bases = LayerBases.closedForm(model.embeddings(), model.shape.dim(), grid);
        return new LayeredFit(bases, steps, model.embeddings(), context).writer(model.embeddings());
    }

    /** An encoder with images to code. */
    private static final class Model {
        final VitShape shape;
        final Tensors tensors;
        final Preprocessing preprocessing;
        private final List<byte[]> files;
        private List<float[]> embeddings;

        Model(VitShape shape, Tensors tensors) {
            this(
                    shape,
                    tensors,
                    new Preprocessing(
                            new ImageSize(shape.imageRows(), shape.imageColumns()),
                            List.of(0.5, 0.4, 0.6),
                            List.of(0.2, 0.3, 0.25),
                            false,
                            Optional.empty()),
                    scenes(Math.max(shape.imageRows(), shape.imageColumns())));
        }

        Model(VitShape shape, Tensors tensors, Preprocessing preprocessing, List<byte[]> files) {
            this.shape = shape;
            this.tensors = tensors;
            this.preprocessing = preprocessing;
            this.files = files;
        }

        ImageSource images() {
            return preprocessing.images(files);
        }

        List<float[]> embeddings() {
            if (embeddings == null) {
                Encoder encoder = new Encoder(shape, tensors, LayerContext.of(Backend.kernels()));
                embeddings = new ImageEmbedder(encoder, preprocessing)
                        .values(images(), 8, Console.silent().progress("", 1, ""));
            }
            return embeddings;
        }

        CodecWriter codec(CodecWriter entropy) {
            return CodecBuilder.describe(
                    entropy, shape, tensors, preprocessing, Map.of(), Optional.of(new Prediction(false)), Map.of());
        }
    }

    private static List<byte[]> scenes(int side) {
        SyntheticScenes scenes = new SyntheticScenes(IMAGES, side + 8, 3);
        return IntStream.range(0, IMAGES)
                .mapToObj(i -> PngWriter.bytes(scenes.image(i)))
                .toList();
    }

    private static List<byte[]> real(Path source) throws IOException {
        Dataset all = ImageFolder.unlabelled("rsscn7", List.of(source));
        List<byte[]> files = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            files.add(Files.readAllBytes(
                    all.samples().get(i * all.size() / IMAGES).path()));
        }
        return files;
    }
}
