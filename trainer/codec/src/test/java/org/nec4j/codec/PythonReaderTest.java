package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.json.JsonObject;

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
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isEqualTo(expectedExit);
        return output;
    }

    private static Path script() {
        return Path.of(System.getProperty("nec4j.root", "../.."), "trainer/codec/src/main/python/nec_reader.py");
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

    @Test
    void decodesWhatJavaCodes() throws Exception {
        assumePythonWithNumpy();
        Path codecFile = folder.resolve("codec.nec");
        TestCodecs.factorisedWriter()
                .settings(JsonObject.parse("{\"image_size\":32}", "settings"))
                .write(codecFile);
        Codec codec = Codec.open(codecFile);
        Random random = new Random(21);
        for (int tokens : new int[] {0, 1, 17, 200}) {
            float[] y = new float[tokens * codec.dim()];
            for (int i = 0; i < y.length; i++) {
                y[i] = (float) (random.nextGaussian() * Math.pow(10, 8 * random.nextDouble()));
            }
            byte[] stream = codec.encode(new Embedding(tokens, codec.dim(), y));
            Path file = folder.resolve("image.nemb");
            Path out = folder.resolve("image.npy");
            Files.write(file, stream);
            python(0, script().toString(), "decode", codecFile.toString(), file.toString(), out.toString());
            assertThat(npy(out)).isEqualTo(codec.decode(stream).values());
        }
    }

    @Test
    void decodesTransformCodecsToTheSameBits() throws Exception {
        assumePythonWithNumpy();
        int side = 5;
        Path codecFile = folder.resolve("codec.nec");
        TestCodecs.sparseTransformWriter(12, side, 0.5f).write(codecFile);
        Codec codec = Codec.open(codecFile);
        Random random = new Random(22);
        for (double scale : new double[] {0, 1, 100}) {
            float[] y = new float[(1 + side * side) * codec.dim()];
            for (int i = 0; i < y.length; i++) {
                y[i] = (float) (scale * random.nextGaussian());
            }
            byte[] stream = codec.encode(new Embedding(1 + side * side, codec.dim(), y));
            Path file = folder.resolve("image.nemb");
            Path out = folder.resolve("image.npy");
            Files.write(file, stream);
            python(0, script().toString(), "decode", codecFile.toString(), file.toString(), out.toString());
            assertThat(npy(out)).isEqualTo(codec.decode(stream).values());
        }
    }

    @Test
    void framesWhatAnotherProgramCoded() throws Exception {
        assumePythonWithNumpy();
        Codec codec = TestCodecs.factorised();
        Codec hyperprior = Codec.of(TestCodecs.hyperpriorWriter(false, true).toBytes(), "codec");
        byte[] string = {1, 2, 3, 4, 5, 6, 7, 8};
        String program = String.format(
                "import sys; sys.path.insert(0, %s); import nec_reader as r; s = bytes(range(1, 9));"
                        + " print(r.frame(bytes.fromhex('%s'), 300, s).hex(), r.frame(bytes.fromhex('%s'), 3, s, s).hex())",
                "'" + script().getParent() + "'", codec.digest(), hyperprior.digest());
        HexFormat hex = HexFormat.of();
        assertThat(python(0, "-c", program).strip())
                .isEqualTo(hex.formatHex(codec.frame(300, List.of(string))) + " "
                        + hex.formatHex(hyperprior.frame(3, List.of(string, string))));
    }

    @Test
    void readsArchives() throws Exception {
        assumePythonWithNumpy();
        Path codecFile = folder.resolve("codec.nec");
        TestCodecs.factorisedWriter().write(codecFile);
        Codec codec = Codec.open(codecFile);
        Path archive = folder.resolve("many.nema");
        try (ArchiveWriter writer = ArchiveWriter.open(archive, codec.digest())) {
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
    void refusesDamageInOneSentence() throws Exception {
        assumePythonWithNumpy();
        Path codecFile = folder.resolve("codec.nec");
        TestCodecs.factorisedWriter().write(codecFile);
        Path file = folder.resolve("image.nemb");
        byte[] stream = TestCodecs.stream(Codec.open(codecFile), 3);
        Files.write(file, Arrays.copyOf(stream, stream.length - 1));
        String out = folder.resolve("image.npy").toString();
        assertThat(python(1, script().toString(), "decode", codecFile.toString(), file.toString(), out)
                        .lines())
                .hasSize(1);
        stream[stream.length / 2] ^= 1;
        Files.write(file, stream);
        assertThat(python(1, script().toString(), "decode", codecFile.toString(), file.toString(), out))
                .contains("checksum");
    }
}
