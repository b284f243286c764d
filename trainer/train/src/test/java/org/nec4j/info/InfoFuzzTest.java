package org.nec4j.info;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.Damage;
import org.nec4j.codec.ArchiveWriter;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.netcdf.NetcdfAttribute;
import org.nec4j.netcdf.NetcdfDimension;
import org.nec4j.netcdf.NetcdfHeader;
import org.nec4j.netcdf.NetcdfType;
import org.nec4j.netcdf.NetcdfVariable;
import org.nec4j.netcdf.NetcdfWriter;

class InfoFuzzTest {
    private static final int KINDS = 6;

    @TempDir
    Path folder;

    @Test
    void whateverIsWrongWithAFileEndsInASentence() throws IOException {
        List<byte[]> originals = List.of(codec(), stream(), archive(), weights(), arrays(), fields());
        assertThat(originals).hasSize(KINDS);
        Info info = new Info(folder);
        Path file = folder.resolve("file");
        int told = 0;
        for (byte[] original : originals) {
            Files.write(file, original);
            assertThat(info.of(file).text()).startsWith(file.toString());
        }
        for (int seed = 0; seed < Damage.COUNT / KINDS; seed++) {
            Damage.write(file, Damage.of(originals.get(seed % KINDS), new Random(seed)));
            String which = "seed " + seed;
            boolean[] whole = new boolean[1];
            Damage.soon(which, () -> {
                try {
                    info.of(file).json();
                    whole[0] = true;
                } catch (UserException e) {
                    assertThat(e).as(which).hasMessageContaining(file.toString());
                }
            });
            told += whole[0] ? 1 : 0;
        }
        assertThat(told).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"|O", "xf4", "<f", "f0x4"})
    void tellsOfNoArrayThatHoldsAnythingButPlainValues(String type) throws IOException {
        String header = "{'descr': '" + type + "', 'fortran_order': False, 'shape': (1, 1), }\n";
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
        bytes.write(header.getBytes(StandardCharsets.US_ASCII));
        bytes.write("cos\nsystem\n".getBytes(StandardCharsets.US_ASCII));
        Path file = Files.write(folder.resolve("objects.npy"), bytes.toByteArray());

        assertThatThrownBy(() -> new Info(folder).of(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(file + ": is a NumPy file of type '" + type + "', which is none of plain");
    }

    private static Codec opened() {
        return Codec.of(codec(), "codec");
    }

    private static byte[] codec() {
        CdfTables tables = CdfTables.of(new int[][] {{0, 20000, 50000, 65536}}, new int[] {-1});
        float[] axes = {1, 0, 0, 1};
        return CodecWriter.transform(new float[2], axes, axes.clone(), 1, 0.5f, new int[10], new float[1], tables)
                .toBytes();
    }

    private static byte[] stream() {
        return opened().encode(new Embedding(5, 2, new float[] {1, 2, 0, 0, 0, -1, 0, 0, 1, 0}));
    }

    private byte[] archive() throws IOException {
        Path file = folder.resolve("archive.nema");
        try (ArchiveWriter writer = ArchiveWriter.create(file, opened().digest())) {
            writer.add("a", stream());
            writer.add("b", stream());
        }
        return Files.readAllBytes(file);
    }

    private static byte[] weights() {
        return new SafeTensorsWriter()
                .metadata("format", "pt")
                .floats("patch_embed.proj.weight", new long[] {4, 3, 2, 2}, new float[48])
                .floats("blocks.0.norm1.weight", new long[] {4}, new float[4])
                .toBytes();
    }

    private byte[] fields() throws IOException {
        List<NetcdfDimension> axes =
                List.of(new NetcdfDimension("time", 2, true), new NetcdfDimension("lat", 3, false));
        List<NetcdfVariable> variables = List.of(new NetcdfVariable(
                "t2m",
                NetcdfType.FLOAT,
                List.of(0, 1),
                List.of(NetcdfAttribute.of("_FillValue", NetcdfType.FLOAT, 1e20))));
        Path file = folder.resolve("fields.nc");
        NetcdfWriter.write(file, new NetcdfHeader(2, axes, List.of(), variables), variable -> new byte[24]);
        assertThat(new Info(folder).of(file).text()).contains("gridded fields", "FLOAT, 2 x 3");
        return Files.readAllBytes(file);
    }

    private static byte[] arrays() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            zip.putNextEntry(new ZipEntry("a.npy"));
            String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }\n";
            zip.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) header.length(), 0});
            zip.write(header.getBytes(StandardCharsets.US_ASCII));
            zip.write(new byte[16]);
        }
        return bytes.toByteArray();
    }
}
