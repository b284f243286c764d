package org.nec4j.gridded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.netcdf.NetcdfAttribute;
import org.nec4j.netcdf.NetcdfSource;
import org.nec4j.netcdf.NetcdfType;
import org.nec4j.progress.Told;

class DoubtfulValuesTest {
    @TempDir
    private Path folder;

    @Test
    void namesAValueFarBeyondAllOthersThatNoAttributeNames() {
        assertThat(told(NetcdfType.DOUBLE, List.of(), i -> i < 3 ? 1e20 : 300))
                .containsExactly(file()
                        + ": variable one holds 1.0E20 in 3 cells and nothing else beyond 300.0 in magnitude; if it stands"
                        + " for missing values, name it by _FillValue or missing_value, else a bound rel= is a share of a"
                        + " range up to it");
        assertThat(told(NetcdfType.SHORT, List.of(), i -> i < 2 ? -9999 : 30)).hasSize(1);
        assertThat(told(NetcdfType.FLOAT, List.of(), i -> i < 2 ? 1e20 : 30.1))
                .singleElement()
                .asString()
                .contains("holds 1.0E20 in 2 cells and nothing else beyond 30.1 in magnitude");
    }

    @Test
    void saysNothingOfWhatIsNamedOnceOrPhysical() {
        NetcdfAttribute named = NetcdfAttribute.of("missing_value", NetcdfType.DOUBLE, 1e20);
        List<IntToDoubleFunction> sound = List.of(
                i -> i < 1 ? 1e20 : 300, // one cell may be an outburst
                i -> i < 2 ? 1 : 0, // a mask
                i -> i < 2 ? 9998 : 30,
                i -> i < 2 ? 9999 : 5000, // heights
                i -> i < 2 ? 1e5 : 1, // pressures
                i -> i % 2 == 0 ? 1e20 : -1e20,
                i -> 9999);
        for (int i = 0; i < sound.size(); i++) {
            assertThat(told(NetcdfType.DOUBLE, List.of(), sound.get(i)))
                    .as("%d", i)
                    .isEmpty();
        }
        assertThat(told(NetcdfType.DOUBLE, List.of(named), i -> i < 3 ? 1e20 : 300))
                .isEmpty();
    }

    @Test
    void namesATextThatIsNoNumberAndTakesOneThatIs() {
        List<NetcdfAttribute> text = List.of(NetcdfAttribute.of("_FillValue", "1e20"));
        assertThat(told(NetcdfType.FLOAT, text, i -> i < 3 ? 1e20 : 300)).isEmpty();
        List<NetcdfAttribute> none = List.of(NetcdfAttribute.of("missing_value", "none"));
        assertThat(told(NetcdfType.FLOAT, none, i -> i))
                .containsExactly(file()
                        + ": variable one has a text as missing_value that is no number, and is read as if it had none; let it be"
                        + " a number");
    }

    private Path file() {
        return folder.resolve("one.nc");
    }

    private List<String> told(NetcdfType type, List<NetcdfAttribute> attributes, IntToDoubleFunction stored) {
        Path file = WrittenField.write(file(), type, 2, attributes, stored);
        Told told = new Told();
        try (NetcdfSource source = GriddedFiles.open(file)) {
            Field.of(file, source, "one", told);
        }
        return told.lines();
    }
}
