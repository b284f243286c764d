package org.nec4j.laplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.TinyExperiment;
import org.nec4j.audit.Validation;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.Experiment;
import org.nec4j.config.Loaded;
import org.nec4j.convert.RunExport;
import org.nec4j.convert.StateDictExport;
import org.nec4j.progress.Console;
import org.nec4j.train.Trainer;

/** The example of docs/extending.md, from its settings to what other programs decode. */
class LaplaceModelTest {
    private static final Path ROOT =
            Path.of(System.getProperty("nec4j.root", "../..")).normalize();
    private static final String PYTHON =
            System.getProperty("nec4j.python", System.getenv().getOrDefault("NEC4J_PYTHON", "python3"));

    /** All that the model is, beside its tests. */
    private static final List<String> FILES = List.of(
            "java/org/nec4j/laplace/LaplaceCoder.java",
            "java/org/nec4j/laplace/LaplaceModel.java",
            "java/org/nec4j/laplace/LaplaceSettings.java",
            "resources/META-INF/services/org.nec4j.codec.model.LatentFormat",
            "resources/META-INF/services/org.nec4j.config.EntropyChoice",
            "resources/META-INF/services/org.nec4j.entropy.StoredModel",
            "resources/org/nec4j/laplace/laplace_reader.py");

    /** x, ln scale, and what torch.distributions.Laplace and autograd in float64 make of them: p, dp/dx, dp/d ln scale. */
    private static final double[][] TORCH = {
        {0.0, 0.3, 0.309548198123436, 0, -0.255749637666341},
        {0.2, -1.0, 0.704212141185218, -0.398600801924335, -0.322297220462648},
        {-0.49, -0.5, 0.41042984890977, 0.649724461746701, -0.167653438080292},
        {1.7, 0.4, 0.109258480228245, -0.0732381494963815, 0.0111856038467538},
        {-6.25, 1.1, 0.0208796785564755, 0.00695024122836157, 0.022366889693997},
        {12.0, -0.2, 2.79972102834591e-07, -3.41958698610073e-07, 3.7895622736551e-06},
    };

    @TempDir
    private Path folder;

    @Test
    void itsMassesAndTheirSlopesArePyTorchs() {
        for (double[] expected : TORCH) {
            LaplaceModel.Mass mass = LaplaceModel.Mass.of(expected[0], expected[1]);
            assertThat(mass.p()).isCloseTo(expected[2], within(1e-9 * expected[2]));
            assertThat(mass.dx()).isCloseTo(expected[3], within(1e-12 + 1e-8 * Math.abs(expected[3])));
            assertThat(mass.dScale()).isCloseTo(expected[4], within(1e-12 + 1e-8 * Math.abs(expected[4])));
        }
    }

    @Test
    void trainsExportsAndSpendsTheBytesThatItEstimates() throws Exception {
        Path run = train("laplace.initial-scale = 1.5");
        Path codecFile = folder.resolve("codec.nec");
        RunExport.export(run, "last", codecFile, true, Console.silent());
        Codec codec = Codec.open(codecFile);
        assertThat(codec.model()).isEqualTo("laplace");
        assertThat(codec.dim()).isEqualTo(24);

        String summary = Files.readString(run.resolve("summary.json"));
        double estimated = number(summary, "estimated_bits_per_image") / 8;
        double coded = number(summary, "coded_bytes_per_image");
        assertThat(coded).isBetween(0.98 * estimated, 1.02 * estimated + 8 + 20);

        float[] y = random(17 * 24, 3);
        float[] decoded = codec.decode(codec.encode(new Embedding(17, 24, y))).values();
        for (int i = 0; i < y.length; i++) {
            assertThat(decoded[i]).isCloseTo(y[i], within(0.5001f));
        }
        assertThatThrownBy(() -> StateDictExport.export(
                        run, "last", folder.resolve("no.safetensors"), new StateDictExport.Form(false, true)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("entropy.model = laplace");
    }

    @Test
    void thePythonReaderDecodesItThroughItsPlugInPoint() throws Exception {
        assumeTrue(python("-c", "import numpy").waitFor() == 0, PYTHON + " with numpy is not installed");
        Path run = train("");
        Path codecFile = folder.resolve("codec.nec");
        RunExport.export(run, "last", codecFile, false, Console.silent());
        Codec codec = Codec.open(codecFile);
        byte[] stream = codec.encode(new Embedding(17, 24, random(17 * 24, 4)));
        Files.write(folder.resolve("image.nemb"), stream);
        Process process = python(
                resource("laplace_reader.py").toString(),
                codecFile.toString(),
                folder.resolve("image.nemb").toString(),
                "-o",
                folder.resolve("image.npy").toString());
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        assertThat(npy(folder.resolve("image.npy")))
                .isEqualTo(codec.decode(stream).values());
    }

    @Test
    void itsSettingsAreBoundCheckedAndKept() throws IOException {
        Loaded<Experiment> config = Configs.experiment(config("laplace.initial-scale = 1.5"), List.of());
        assertThat(config.settings().entropy().model()).isEqualTo(new LaplaceSettings(1.5));
        assertThat(config.render()).contains("initial-scale = 1.5");
        Loaded<Experiment> byDefault = Configs.experiment(config(""), List.of());
        assertThat(byDefault.settings().entropy().model()).isEqualTo(new LaplaceSettings());
        assertThat(byDefault.render()).contains("initial-scale = 2.0");

        assertThatThrownBy(() -> Configs.experiment(config("laplace.initial-scale = -1"), List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("run.conf")
                .hasMessageContaining("entropy.laplace.initial-scale is -1, which lies outside (0, 1e4]");
        assertThatThrownBy(() -> Configs.experiment(config("laplace.inital-scale = 1"), List.of()))
                .hasMessageContaining("did you mean entropy.laplace.initial-scale?");
        assertThatThrownBy(() -> Configs.experiment(config("model = laplac"), List.of()))
                .hasMessageContaining("entropy.model is \"laplac\"; did you mean \"laplace\"?");
        assertThatThrownBy(() -> Validation.check(config("filters = [3]"), List.of()))
                .hasMessageContaining("entropy.filters is not read where entropy.model = laplace; take it away");
        assertThatThrownBy(() -> Validation.check(config("model = factorized, laplace.initial-scale = 1"), List.of()))
                .hasMessageContaining("entropy.laplace is not read where entropy.model = factorized; take it away");
    }

    /** No file of nec4j's own knows it; the document names all that there are. */
    @Test
    void itConsistsOfTheseFilesAndNoOthers() throws IOException {
        List<String> found;
        try (Stream<Path> files = Files.walk(ROOT.resolve("trainer"))) {
            found = files.filter(Files::isRegularFile)
                    .map(ROOT::relativize)
                    .map(path -> path.toString().replace('\\', '/'))
                    .filter(path -> path.matches("trainer/[a-z]+/src/.*\\.(java|py|conf)|.*META-INF/services/.*"))
                    .filter(path -> !path.contains("/target/"))
                    .filter(path -> !path.endsWith("Test.java"))
                    .filter(LaplaceModelTest::names)
                    .map(path -> path.replaceFirst("trainer/[a-z]+/src/test/", ""))
                    .sorted()
                    .toList();
        }
        assertThat(found).isEqualTo(FILES);
        String document = Files.readString(ROOT.resolve("docs/extending.md"));
        FILES.forEach(file -> assertThat(document).contains(file));
    }

    private static boolean names(String path) {
        try {
            return Files.readString(ROOT.resolve(path)).contains("org.nec4j.laplace")
                    || Files.readString(ROOT.resolve(path)).contains("Laplace codecs");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path train(String settings) throws IOException {
        Trainer.Result result =
                Trainer.train(Configs.experiment(config(settings), List.of()), Console.silent(), () -> false);
        return result.folder().path();
    }

    private Path config(String settings) throws IOException {
        return TinyExperiment.in(folder, "blocks.-1,norm,laplace,decoder_blocks.0", """
                objective.lambda = 1e4
                training.length = 4 steps
                entropy { model = laplace, %s }
                """.formatted(
                        settings.isEmpty() ? "likelihood-bound = 1e-9" : settings));
    }

    private static Process python(String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(PYTHON), Arrays.stream(arguments)).toList());
        builder.environment().put("PYTHONPATH", ROOT.resolve("trainer/reader").toString());
        return builder.redirectErrorStream(true).start();
    }

    private static Path resource(String name) {
        return Path.of(
                java.net.URI.create(LaplaceModelTest.class.getResource(name).toString()));
    }

    private static double number(String json, String key) {
        return com.google.gson.JsonParser.parseString(json)
                .getAsJsonObject()
                .get(key)
                .getAsDouble();
    }

    private static float[] random(int length, long seed) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (3 * random.nextGaussian());
        }
        return values;
    }

    private static float[] npy(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int header = 10 + bytes.getShort(8);
        float[] values = new float[(bytes.capacity() - header) / 4];
        bytes.position(header)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }
}
