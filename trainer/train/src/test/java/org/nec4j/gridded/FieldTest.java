package org.nec4j.gridded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;
import org.nec4j.netcdf.NetcdfAttribute;
import org.nec4j.netcdf.NetcdfDimension;
import org.nec4j.netcdf.NetcdfHeader;
import org.nec4j.netcdf.NetcdfSource;
import org.nec4j.netcdf.NetcdfType;
import org.nec4j.netcdf.NetcdfVariable;
import org.nec4j.netcdf.NetcdfWriter;
import org.nec4j.progress.Console;

class FieldTest {
    @TempDir
    private Path folder;

    @Test
    void refusesAnInfiniteNumberUnlessItStandsForAMissingOne() {
        Path file = folder.resolve("infinite.nc");
        for (boolean isMissing : new boolean[] {false, true}) {
            List<NetcdfAttribute> said = isMissing
                    ? List.of(NetcdfAttribute.of("missing_value", NetcdfType.FLOAT, Double.NEGATIVE_INFINITY))
                    : List.of();
            NetcdfHeader header = new NetcdfHeader(
                    1,
                    List.of(new NetcdfDimension("lat", 2, false), new NetcdfDimension("lon", 3, false)),
                    List.of(),
                    List.of(new NetcdfVariable("one", NetcdfType.FLOAT, List.of(0, 1), said)));
            NetcdfWriter.write(file, header, variable -> variable.type()
                    .bytes(new double[] {1, 2, 3, 4, Double.NEGATIVE_INFINITY, 6}));
            try (NetcdfSource source = GriddedFiles.open(file)) {
                if (isMissing) {
                    assertThat(Field.of(file, source, "one", Console.silent()).values(0, 0))
                            .contains(Double.NaN, 6);
                } else {
                    assertThatThrownBy(() -> Field.of(file, source, "one", Console.silent()))
                            .isInstanceOf(UserException.class)
                            .hasMessage(file
                                    + ": variable one holds an infinite number at time 0, row 1, column 1; say with"
                                    + " missing_value that it stands for none, or replace it");
                }
            }
        }
    }
}
