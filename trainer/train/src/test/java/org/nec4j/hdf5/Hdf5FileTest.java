package org.nec4j.hdf5;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.Damage;
import org.nec4j.codec.error.UserException;
import org.nec4j.netcdf.NetcdfAttribute;
import org.nec4j.netcdf.NetcdfFile;
import org.nec4j.netcdf.NetcdfHeader;
import org.nec4j.netcdf.NetcdfSource;
import org.nec4j.netcdf.NetcdfVariable;

/** Files that {@code make.py} wrote by the netCDF library and by h5py. */
class Hdf5FileTest {
    @TempDir
    Path folder;

    @BeforeEach
    void copyFiles() throws IOException {
        for (String name : List.of("four.nc", "three.nc", "small.nc", "plain.h5")) {
            try (InputStream in = Hdf5FileTest.class.getResourceAsStream(name)) {
                Files.copy(in, folder.resolve(name));
            }
        }
    }

    @Test
    void readsTheNumbersAttributesAndAxesThatTheLibraryWritesAsNetcdf3() {
        try (NetcdfSource four = Hdf5File.open(folder.resolve("four.nc"));
                NetcdfSource three = NetcdfFile.open(folder.resolve("three.nc"))) {
            for (NetcdfVariable wanted : three.header().variables()) {
                NetcdfVariable read = four.header().variable(wanted.name());
                assertThat(read.type()).as(wanted.name()).isEqualTo(wanted.type());
                assertThat(sorted(read.attributes())).as(wanted.name()).isEqualTo(sorted(wanted.attributes()));
                assertThat(axes(four.header(), read)).as(wanted.name()).isEqualTo(axes(three.header(), wanted));
                assertThat(four.bytes(read)).as(wanted.name()).isEqualTo(three.bytes(wanted));
            }
            assertThat(four.header().attributes()).containsAll(three.header().attributes());
            assertThat(four.header().attributes())
                    .contains(NetcdfAttribute.of("lines", "first\nsecond"))
                    .noneMatch(said -> said.name().startsWith("_NC"));
        }
    }

    @Test
    void namesWhatNetcdf3CannotHoldAndFindsVariablesOfGroups() {
        try (Hdf5File four = Hdf5File.open(folder.resolve("four.nc"))) {
            assertThat(four.leftOut()).containsExactly("names");
            NetcdfVariable ozone = four.header().variable("PRODUCT.ozone");
            assertThat(axes(four.header(), ozone)).containsExactly("time 3 true", "lat 12 false", "lon 16 false");
        }
    }

    @Test
    void givesPlainHdf5AxesByLengthAndFollowsNoLink() {
        try (Hdf5File plain = Hdf5File.open(folder.resolve("plain.h5"))) {
            assertThat(plain.header().variables())
                    .extracting(NetcdfVariable::name)
                    .containsExactly("a", "b");
            assertThat(plain.leftOut()).containsExactly("flags");
            assertThat(plain.values(plain.header().variable("a"))).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(axes(plain.header(), plain.header().variable("a")))
                    .containsExactly("phony_dim_0 2 false", "phony_dim_1 3 false");
            assertThat(axes(plain.header(), plain.header().variable("b"))).containsExactly("phony_dim_1 3 false");
        }
    }

    @Test
    void writesAHeaderThatNetcdf3ReadersTake() {
        try (Hdf5File four = Hdf5File.open(folder.resolve("four.nc"))) {
            assertThat(NetcdfFile.header(four.headerBytes(), four.size(), "header"))
                    .isEqualTo(four.header());
        }
    }

    @Test
    void refusesAFileThatIsCutInOneSentence() throws IOException {
        Path cut = folder.resolve("cut.nc");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(folder.resolve("four.nc")), 3000));
        assertThatThrownBy(() -> read(cut))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(cut + ": is no NetCDF-4 file that can be read (")
                .hasMessageEndingWith("fetch it again, or make NetCDF-3 of it (nccopy -k cdf5)");
    }

    @Test
    void everyDamageEndsInNumbersOrInASentence() throws IOException {
        List<byte[]> good =
                List.of(Files.readAllBytes(folder.resolve("small.nc")), Files.readAllBytes(folder.resolve("plain.h5")));
        Path file = folder.resolve("damaged.nc");
        int count = Damage.COUNT / 10;
        assertThat(Damage.survived(count, file, good, UserException.class, () -> read(file)))
                .isBetween(count / 10, count - 1);
    }

    private static void read(Path path) {
        try (Hdf5File file = Hdf5File.open(path)) {
            file.header().variables().forEach(file::values);
        }
    }

    private static List<NetcdfAttribute> sorted(List<NetcdfAttribute> attributes) {
        return attributes.stream()
                .sorted(Comparator.comparing(NetcdfAttribute::name))
                .toList();
    }

    private static List<String> axes(NetcdfHeader header, NetcdfVariable variable) {
        return variable.dimensions().stream()
                .map(header.dimensions()::get)
                .map(axis -> axis.name() + " " + axis.length() + " " + axis.isRecord())
                .toList();
    }
}
