package org.nec4j.netcdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.SharedData;
import org.nec4j.codec.error.UserException;

class NetcdfWriterTest {
    @TempDir
    private Path folder;

    @Test
    void writesTheBytesThatTheNetcdfLibraryWrites() throws IOException {
        for (String name : List.of("classic.nc", "offset.nc", "data.nc", "alone.nc")) {
            NetcdfFile file = Fixtures.open(name);
            Path copy = folder.resolve(name);
            NetcdfWriter.write(copy, file.header(), file::bytes);
            assertThat(withoutPaddedBytes(Files.readAllBytes(copy), file))
                    .as(name)
                    .isEqualTo(withoutPaddedBytes(Fixtures.bytes(name), file));
        }
    }

    /** What the library leaves behind records of single bytes is whatever lay in its buffer. */
    private static byte[] withoutPaddedBytes(byte[] bytes, NetcdfFile file) {
        NetcdfHeader header = file.header();
        for (NetcdfVariable variable : header.variables()) {
            for (int record = 0; variable.type().bytes() == 1 && record < header.records(); record++) {
                if (header.isRecord(variable)) {
                    int at = (int) (file.begin(variable) + record * header.recordBytes());
                    int end = at + (int) header.paddedBytes(variable);
                    Arrays.fill(bytes, at + (int) header.chunkBytes(variable), end, (byte) 0);
                }
            }
        }
        return bytes;
    }

    @Test
    void aRealFileComesBackWhole() throws IOException {
        try (Stream<Path> files = Files.list(SharedData.require("data/science-grids"))) {
            for (Path real :
                    files.filter(path -> path.toString().endsWith(".nc")).toList()) {
                Path copy = folder.resolve("copy.nc");
                try (NetcdfFile file = NetcdfFile.open(real)) {
                    NetcdfWriter.write(copy, file.header(), file::bytes);
                    try (NetcdfFile back = NetcdfFile.open(copy)) {
                        assertThat(back.header()).isEqualTo(file.header());
                        for (NetcdfVariable variable : file.header().variables()) {
                            assertThat(back.bytes(variable))
                                    .as("%s %s", real, variable.name())
                                    .isEqualTo(file.bytes(variable));
                        }
                    }
                }
            }
        }
    }

    @Test
    void refusesWhatAVersionCannotHold() {
        NetcdfHeader header = new NetcdfHeader(
                2, List.of(), List.of(), List.of(new NetcdfVariable("count", NetcdfType.INT64, List.of(), List.of())));
        Path file = folder.resolve("bad.nc");
        assertThatThrownBy(() -> NetcdfWriter.write(file, header, variable -> new byte[8]))
                .isInstanceOf(UserException.class)
                .hasMessage("variable count has numbers of type INT64, which NetCDF-3 has in version 5 only");
        assertThat(file).doesNotExist();
    }

    @Test
    void numbersComeBackFromTheirBytes() {
        for (NetcdfType type : NetcdfType.values()) {
            double[] numbers = {0, 1, 100};
            assertThat(type.numbers(type.bytes(numbers))).as("%s", type).isEqualTo(numbers);
            double[] fill = {type.usualFill()};
            assertThat(type.numbers(type.bytes(fill))).as("%s", type).isEqualTo(fill);
        }
        assertThatThrownBy(() -> NetcdfType.SHORT.bytes(new double[] {32768}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("32768.0 does not fit numbers from -32768 to 32767");
    }
}
