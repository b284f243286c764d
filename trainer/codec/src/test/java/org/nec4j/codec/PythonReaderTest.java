package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.entropy.Erf;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.model.CodecWriter;

/**
 * The reader in Python, written from the format's description, must read what Java writes. The interpreter is python3, or the
 * one that the system property nec4j.python or the environment's NEC4J_PYTHON names.
 */
class PythonReaderTest {
    private static final String PYTHON =
            System.getProperty("nec4j.python", System.getenv().getOrDefault("NEC4J_PYTHON", "python3"));

    @TempDir
    Path folder;

    private String python(int expectedExit, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(PYTHON));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PYTHONPATH", reader().toString());
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assertThat(process.exitValue()).as(output).isEqualTo(expectedExit);
        return output;
    }

    private static Path root() {
        return Path.of(System.getProperty("nec4j.root", "../.."))
                .toAbsolutePath()
                .normalize();
    }

    /** The package's folder. */
    private static Path reader() {
        return root().resolve("trainer/reader");
    }

    /** The name under which the reader was one file. */
    private static Path script() {
        return root().resolve("trainer/codec/src/main/python/nec_reader.py");
    }

    private static void assumePythonWithNumpy() throws Exception {
        boolean there;
        try {
            Process process = new ProcessBuilder(PYTHON, "-c", "import numpy")
                    .redirectErrorStream(true)
                    .start();
            process.getInputStream().readAllBytes();
            there = process.waitFor() == 0;
        } catch (IOException e) {
            there = false;
        }
        assumeTrue(
                there, PYTHON + " with numpy is not installed: name one with NEC4J_PYTHON=... or -Dnec4j.python=...");
    }

    private static float[] npy(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        String header = new String(bytes.array(), 10, bytes.getShort(8), StandardCharsets.ISO_8859_1);
        assertThat(header).contains("'<f4'").contains("'fortran_order': False");
        float[] values = new float[(bytes.capacity() - 10 - bytes.getShort(8)) / 4];
        bytes.position(10 + bytes.getShort(8))
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }

    /** A codec of every model that this program knows, and the largest values that it codes. */
    private record Kind(CodecWriter writer, float largest) {}

    private static List<Kind> kinds() {
        return List.of(
                new Kind(
                        TestCodecs.factorizedWriter().settings(JsonObject.parse("{\"image_size\":32}", "settings")),
                        1e8f),
                new Kind(TestCodecs.hyperpriorWriter(false, true), 1e6f),
                new Kind(TestCodecs.hyperpriorWriter(true, true), 1e6f),
                new Kind(TestCodecs.sparseTransformWriter(12, 5, 0.5f), 100),
                new Kind(TestLayers.trainedWriter(0.3f), 100),
                new Kind(TestSensing.writer(), 100),
                new Kind(CodecWriter.packed(13, 4, 0.37f), 100));
    }

    @Test
    void knowsEveryModelThatJavaKnows() throws Exception {
        assumePythonWithNumpy();
        String models = python(0, "-c", "from nec4j_reader import MODELS; print(*sorted(MODELS), sep=', ')");
        String known = kinds().stream()
                .map(kind -> Codec.of(kind.writer().toBytes(), "codec").model())
                .sorted()
                .collect(Collectors.joining(", "));
        assertThat(models.strip()).isEqualTo(known);
        assertThatThrownBy(
                        () -> Codec.of(CodecWriter.of("of nobody").maxTokens(1).toBytes(), "codec"))
                .hasMessageContaining(
                        "it knows factorised, hyperprior, mean-scale hyperprior, transform, layered, sensing and packed:");
    }

    @Test
    void decodesEveryModelToTheSameBitsOneByOneAndTogether() throws Exception {
        assumePythonWithNumpy();
        for (Kind kind : kinds()) {
            Path codecFile = folder.resolve("codec.nec");
            kind.writer().write(codecFile);
            Codec codec = Codec.open(codecFile);
            for (int liked : new int[] {0, 1, 26}) {
                int tokens =
                        switch (codec.model()) {
                            case "transform" -> 26;
                            case "layered" -> TestLayers.TOKENS;
                            case "sensing" -> TestSensing.DOWN * TestSensing.ACROSS;
                            case "packed" -> 1;
                            default -> liked;
                        };
                List<byte[]> streams = streams(codec, tokens, kind.largest());
                Path archive = Files.createTempFile(folder, "many", ".nema");
                Files.delete(archive);
                try (ArchiveWriter writer = ArchiveWriter.open(archive, codec)) {
                    for (int i = 0; i < streams.size(); i++) {
                        writer.add("key/" + i, streams.get(i));
                    }
                }
                Path out = folder.resolve("out.npy");
                python(0, "-m", "nec4j_reader", codecFile.toString(), archive.toString(), "-o", out.toString());
                float[] together = npy(out);
                int size = tokens * codec.dim();
                for (int i = 0; i < streams.size(); i++) {
                    assertThat(Arrays.copyOfRange(together, i * size, (i + 1) * size))
                            .as("%s, %s tokens, stream %s", codec.model(), tokens, i)
                            .isEqualTo(codec.decode(streams.get(i)).values());
                }
                Path file = folder.resolve("image.nemb");
                Files.write(file, streams.get(5));
                python(0, "-m", "nec4j_reader", codecFile.toString(), file.toString(), "-o", out.toString());
                assertThat(npy(out)).isEqualTo(codec.decode(streams.get(5)).values());
            }
        }
    }

    /** Embeddings of small values and of such as no table holds. */
    private static List<byte[]> streams(Codec codec, int tokens, float largest) {
        Random random = new Random(21);
        List<byte[]> streams = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            double scale = i % 8 == 7 ? largest : i % 4;
            float[] y = new float[tokens * codec.dim()];
            for (int j = 0; j < y.length; j++) {
                y[j] = (float) (random.nextGaussian() * Math.pow(scale, random.nextDouble()));
            }
            streams.add(codec.encode(new Embedding(tokens, codec.dim(), y)));
        }
        return streams;
    }

    @Test
    void computesExpAndErfToTheBit() throws Exception {
        assumePythonWithNumpy();
        Random random = new Random(5);
        double[] x = random.doubles(200_000, -40, 40).toArray();
        double[] special = {
            0,
            -0.0,
            1e-300,
            -1e-9,
            0.34657359027997264,
            -0.3465735902799727,
            1.0397207708399179,
            -1.03972077083992,
            709.782712893384,
            709.7827128933841,
            -708.4,
            -745.1332191019411,
            -745.2,
            -720,
            1e300,
            -1e300,
            6,
            -6,
            5.999999,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            Double.NaN
        };
        System.arraycopy(special, 0, x, 0, special.length);
        ByteBuffer bytes = ByteBuffer.allocate(8 * x.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(x);
        Path in = folder.resolve("x");
        Files.write(in, bytes.array());
        Path out = folder.resolve("y");
        python(
                0,
                "-c",
                "import sys, numpy as np; from nec4j_reader import exact; x = np.fromfile(sys.argv[1], '<f8');"
                        + " np.concatenate([exact.exp(x), exact.erf(x / 5)]).tofile(sys.argv[2])",
                in.toString(),
                out.toString());
        DoubleBuffer y = ByteBuffer.wrap(Files.readAllBytes(out))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer();
        for (int i = 0; i < x.length; i++) {
            assertThat(y.get(i)).as("exp(%s)", x[i]).isEqualTo(Double.valueOf(StrictMath.exp(x[i])));
            if (!Double.isNaN(x[i])) {
                assertThat(y.get(x.length + i)).as("erf(%s)", x[i] / 5).isEqualTo(Erf.erf(x[i] / 5));
            }
        }
    }

    @Test
    void passesItsOwnTests() throws Exception {
        assumePythonWithNumpy();
        String said = python(
                0, "-m", "unittest", "discover", "-s", reader().resolve("tests").toString(), "-t", reader().toString());
        assertThat(said).contains("OK").doesNotContain("Ran 0 tests");
    }

    @Test
    void framesWhatAnotherProgramCoded() throws Exception {
        assumePythonWithNumpy();
        Codec codec = TestCodecs.factorized();
        Codec hyperprior = Codec.of(TestCodecs.hyperpriorWriter(false, true).toBytes(), "codec");
        byte[] string = {1, 2, 3, 4, 5, 6, 7, 8};
        String program = String.format(
                "import nec4j_reader as r; s = bytes(range(1, 9)); print(r.frame(bytes.fromhex('%s'), 300, s).hex(),"
                        + " r.frame(bytes.fromhex('%s'), 3, s, s).hex())",
                codec.digest(), hyperprior.digest());
        HexFormat hex = HexFormat.of();
        assertThat(python(0, "-c", program).strip())
                .isEqualTo(hex.formatHex(codec.frame(300, List.of(string))) + " "
                        + hex.formatHex(hyperprior.frame(3, List.of(string, string))));
    }

    /** Scripts of people who copied the path from the documentation. */
    @Test
    void isStillFoundUnderItsEarlierName() throws Exception {
        assumePythonWithNumpy();
        Path codecFile = folder.resolve("codec.nec");
        TestCodecs.factorizedWriter().write(codecFile);
        Codec codec = Codec.open(codecFile);
        Path archive = folder.resolve("many.nema");
        try (ArchiveWriter writer = ArchiveWriter.open(archive, codec)) {
            for (int n = 0; n < 30; n++) {
                writer.add("täg/" + n, TestCodecs.stream(codec, n));
                if (n % 10 == 0) {
                    writer.commit();
                }
            }
        }
        Path out = folder.resolve("image.npy");
        python(0, script().toString(), "extract", codecFile.toString(), archive.toString(), "täg/7", out.toString());
        assertThat(npy(out)).isEqualTo(codec.decode(TestCodecs.stream(codec, 7)).values());
        assertThat(python(0, "-X", "utf8", script().toString(), "list", archive.toString())
                        .lines())
                .hasSize(30)
                .contains("täg/29");
    }

    @Test
    void givesThePlacesThatJavaWrote() throws Exception {
        assumePythonWithNumpy();
        Codec codec = TestCodecs.factorized();
        Path file = folder.resolve("placed.nema");
        Place.Scene scene = new Place.Scene(
                "a/s2.tif",
                Optional.empty(),
                Optional.of("EPSG:32614"),
                List.of(30.0, 0.0, 440280.0, 0.0, -30.0, 3159720.0),
                Optional.of(Instant.parse("2024-05-31T10:20:30Z")),
                Map.of("grid_cell", "433U"));
        Place place = new Place(
                scene, new Place.Window(10, 20, 30, 40), Optional.of(new Place.Bounds(-99.6, 28.5, -99.5, 28.6)));
        try (ArchiveWriter writer = ArchiveWriter.openWithPlaces(file, codec)) {
            writer.add("bare", TestCodecs.stream(codec, 1));
            writer.add("placed", TestCodecs.stream(codec, 2), place);
        }
        String program = "import sys, nec4j_reader as r; a = r.Archive(sys.argv[1]); assert a.place('bare') is None;"
                + " [(k, p)] = a.places(); s = p.scene; print(k, s.source, s.crs, s.time, s.sha256,"
                + " s.properties['grid_cell'], *p.window, *p.bounds, *p.transform)";
        assertThat(python(0, "-X", "utf8", "-c", program, file.toString()).strip())
                .isEqualTo("placed a/s2.tif EPSG:32614 2024-05-31T10:20:30Z None 433U 10 20 30 40 -99.6 28.5 -99.5 28.6"
                        + " 30.0 0.0 440580.0 0.0 -30.0 3159120.0");
    }

    @Test
    void refusesDamageInOneSentence() throws Exception {
        assumePythonWithNumpy();
        Path codecFile = folder.resolve("codec.nec");
        TestCodecs.factorizedWriter().write(codecFile);
        Path file = folder.resolve("image.nemb");
        byte[] stream = TestCodecs.stream(Codec.open(codecFile), 3);
        Files.write(file, Arrays.copyOf(stream, stream.length - 1));
        String out = folder.resolve("image.npy").toString();
        assertThat(python(1, "-m", "nec4j_reader", codecFile.toString(), file.toString(), "-o", out)
                        .lines())
                .hasSize(1);
        stream[stream.length / 2] ^= 1;
        Files.write(file, stream);
        assertThat(python(1, "-m", "nec4j_reader", codecFile.toString(), file.toString(), "-o", out))
                .contains("checksum");
    }
}
