package org.nec4j.netcdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.nec4j.SharedData;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;

class NetcdfFileTest {
    @Test
    void readsEveryTypeShapeAndVersionAsNetcdf4Does() {
        for (String[] row : Fixtures.rows("small.csv")) {
            NetcdfFile file = Fixtures.open(row[0]);
            NetcdfVariable variable = file.header().variable(row[1]);
            String shape = Arrays.stream(file.header().shape(variable))
                    .mapToObj(Long::toString)
                    .collect(Collectors.joining(" "));
            assertThat(shape).as("%s %s", row[0], row[1]).isEqualTo(row[2]);
            double[] wanted = Arrays.stream(row[3].split(" "))
                    .mapToDouble(text -> text.equals("nan") ? Double.NaN : Double.parseDouble(text))
                    .toArray();
            assertThat(file.values(variable)).as("%s %s", row[0], row[1]).containsExactly(wanted, within(1e-12));
        }
    }

    @Test
    void readsRealFilesAsScipyDoes() {
        Path folder = SharedData.require("data/science-grids");
        for (String[] row : Fixtures.rows("real.csv")) {
            try (NetcdfFile file = NetcdfFile.open(folder.resolve(row[0]))) {
                double[] values = file.values(file.header().variable(row[1]));
                double[] valid =
                        Arrays.stream(values).filter(x -> !Double.isNaN(x)).toArray();
                String what = row[0] + " " + row[1];
                assertThat(values).as(what).hasSize(Integer.parseInt(row[2]));
                assertThat(values.length - valid.length).as(what).isEqualTo(Integer.parseInt(row[3]));
                assertThat(Arrays.stream(valid).min().orElseThrow()).as(what).isEqualTo(Double.parseDouble(row[4]));
                assertThat(Arrays.stream(valid).max().orElseThrow()).as(what).isEqualTo(Double.parseDouble(row[5]));
                double sum = Double.parseDouble(row[6]);
                assertThat(Arrays.stream(valid).sum()).as(what).isCloseTo(sum, within(1e-9 * Math.abs(sum) + 1e-9));
            }
        }
    }

    @Test
    void readsARecordAloneAsAmongTheOthers() {
        for (String name : Fixtures.FILES) {
            NetcdfFile file = Fixtures.open(name);
            for (NetcdfVariable variable : file.header().variables()) {
                if (!file.header().isRecord(variable)) {
                    continue;
                }
                byte[] all = file.bytes(variable);
                int length = all.length / (int) file.header().records();
                for (int record = 0; record < file.header().records(); record++) {
                    assertThat(file.record(variable, record))
                            .as("%s %s %d", name, variable.name(), record)
                            .isEqualTo(Arrays.copyOfRange(all, record * length, (record + 1) * length));
                }
            }
        }
    }

    @Test
    void keepsAttributes() {
        NetcdfHeader header = Fixtures.open("data.nc").header();
        assertThat(header.attributes().get(0).text()).isEqualTo("small fields, \u00fcber");
        assertThat(header.attributes().get(1).numbers()).containsExactly(1.5, -2, 1e300);
        assertThat(header.variable("u8_3").attribute("units").orElseThrow().text())
                .isEqualTo("KKKK");
    }

    /** netCDF4 leaves these as they are, which makes a sea of 10^20 K of what somebody declared missing. */
    @Test
    void aDoubleStandsForTheFloatThatItRoundsTo() {
        NetcdfFile file = Fixtures.open("classic.nc");
        assertThat(file.values(file.header().variable("filled"))).containsExactly(1.25, Double.NaN, Double.NaN);
    }

    @Test
    void countsRecordsOfAFileWhoseWriterDidNotSay() {
        byte[] bytes = Fixtures.bytes("alone.nc");
        Arrays.fill(bytes, 4, 8, (byte) 0xff);
        NetcdfFile file = NetcdfFile.of(bytes, "alone.nc");
        assertThat(file.header().records()).isEqualTo(4);
        assertThat(file.values(file.header().variable("short")))
                .isEqualTo(Fixtures.open("alone.nc").values(file.header().variable("short")));
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        assertThatThrownBy(() -> NetcdfFile.of("GRIB".getBytes(StandardCharsets.ISO_8859_1), "new.nc"))
                .isInstanceOf(UserException.class)
                .hasMessage(
                        "new.nc: is no NetCDF file: those of NetCDF-3 begin with CDF, those of NetCDF-4 with HDF; name another"
                                + " (at byte 0)");
        byte[] cut = Arrays.copyOf(Fixtures.bytes("classic.nc"), 2300);
        NetcdfFile file = NetcdfFile.of(cut, "cut.nc");
        assertThatThrownBy(() -> file.header().variables().forEach(file::bytes))
                .isInstanceOf(FormatException.class)
                .hasMessageMatching("cut.nc: ends before variable \\w+ does; fetch it again \\(at byte 2300\\)");
        assertThatThrownBy(() -> NetcdfFile.of(Arrays.copyOf(cut, 500), "cut.nc"))
                .isInstanceOf(FormatException.class)
                .hasMessageStartingWith("cut.nc: ");
        assertThatThrownBy(() -> file.header().variable("salt"))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("there is no variable salt; there are i1_3, ");
    }

    @Test
    void aDamagedCountTakesNoMemory() {
        for (int at : List.of(4, 12, 16, 24)) {
            byte[] bytes = Fixtures.bytes("classic.nc");
            Arrays.fill(bytes, at, at + 4, (byte) 0x7f);
            assertThatThrownBy(() -> {
                        NetcdfFile file = NetcdfFile.of(bytes, "bad.nc");
                        file.header().variables().forEach(file::bytes);
                    })
                    .as("count at %d", at)
                    .isInstanceOf(FormatException.class)
                    .hasMessageStartingWith("bad.nc: ");
        }
    }
}
