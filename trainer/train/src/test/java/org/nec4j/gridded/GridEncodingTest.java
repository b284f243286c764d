package org.nec4j.gridded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.grid.GridArchive;
import org.nec4j.config.Configs;
import org.nec4j.netcdf.NetcdfAttribute;
import org.nec4j.netcdf.NetcdfSource;
import org.nec4j.netcdf.NetcdfType;
import org.nec4j.progress.Console;

class GridEncodingTest {
    @TempDir
    private Path folder;

    /** From 0 to 250 and further: as signed numbers they would jump by 256 in the middle. */
    @Test
    void keepsNumbersThatAreUnsignedByAnAttribute() throws IOException {
        for (NetcdfType type : List.of(NetcdfType.BYTE, NetcdfType.SHORT)) {
            int wrap = 1 << 8 * type.bytes();
            double step = wrap / 256.0;
            Path file = WrittenField.write(
                    folder.resolve("one.nc"),
                    type,
                    3,
                    List.of(NetcdfAttribute.of("_Unsigned", "true"), NetcdfAttribute.of("_FillValue", type, -1)),
                    i -> {
                        double wanted = i % 7 == 0 ? wrap - 1 : Math.rint(i % 250 * step);
                        return wanted >= wrap / 2 ? wanted - wrap : wanted;
                    });
            Path codec = codec(file);
            Path archive = folder.resolve("one.necg");
            Path back = folder.resolve("back.nc");
            GridEncoding.encode(
                    GridCodec.open(codec),
                    file,
                    archive,
                    Optional.of(GridEncoding.bound("abs=" + 2 * step)),
                    true,
                    Console.silent());
            GridEncoding.decode(archive, back, Optional.empty());
            try (NetcdfSource one = GriddedFiles.open(file);
                    NetcdfSource other = GriddedFiles.open(back);
                    GridArchive opened = GridArchive.open(archive)) {
                assertThat(other.header()).isEqualTo(one.header());
                double[] wanted = one.values(one.header().variable("one"));
                double[] found = other.values(other.header().variable("one"));
                for (int i = 0; i < wanted.length; i++) {
                    if (i % 7 == 0) {
                        assertThat(wanted[i]).isNaN();
                        assertThat(found[i]).isNaN();
                    } else {
                        assertThat(wanted[i]).isEqualTo(Math.rint(i % 250 * step));
                        assertThat(found[i]).isCloseTo(wanted[i], within(2 * step));
                    }
                }
                assertThat(opened.values("one", 0, 0)[249]).isBetween(247 * step, 251 * step);
            }
        }
    }

    @Test
    void namesTheFileThatCannotBeEncoded() throws IOException {
        Path sound = WrittenField.write(folder.resolve("one.nc"), NetcdfType.FLOAT, 2, List.of(), i -> i);
        Path codec = codec(sound);
        Path packed = WrittenField.write(
                folder.resolve("packed.nc"),
                NetcdfType.FLOAT,
                2,
                List.of(NetcdfAttribute.of("scale_factor", NetcdfType.DOUBLE, 0)),
                i -> i);
        assertThatThrownBy(() -> GridEncoding.encode(
                        GridCodec.open(codec),
                        packed,
                        folder.resolve("x.necg"),
                        Optional.empty(),
                        true,
                        Console.silent()))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(packed + ": variable one is packed by scale 0.0");
    }

    private Path codec(Path file) throws IOException {
        Path codec = folder.resolve("one.nec");
        GridFit.fit(
                Configs.grid(WrittenField.experiment(file, "train = [0, 2]"), List.of())
                        .settings(),
                codec,
                Console.silent());
        return codec;
    }
}
