package org.nec4j.netcdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PackingTest {
    @Test
    void takesNumbersThatTextsSay() {
        NetcdfVariable variable = variable(
                NetcdfType.FLOAT,
                NetcdfAttribute.of("_FillValue", "1e20"),
                NetcdfAttribute.of("missing_value", " -999 "),
                NetcdfAttribute.of("scale_factor", "0.5"));
        assertThat(Packing.notUnderstood(variable)).isEmpty();
        assertThat(Packing.of(variable).unpack(new double[] {(float) 1e20, -999, 4}))
                .containsExactly(Double.NaN, Double.NaN, 2);
    }

    @Test
    void namesTextsThatSayNoneAndReadsOnWithoutThem() {
        NetcdfVariable variable = variable(
                NetcdfType.SHORT, NetcdfAttribute.of("_FillValue", "none"), NetcdfAttribute.of("add_offset", "?"));
        assertThat(Packing.notUnderstood(variable)).containsExactly("_FillValue", "add_offset");
        assertThat(Packing.of(variable).unpack(new double[] {-32767, 4})).containsExactly(Double.NaN, 4);
    }

    @Test
    void readsUnsignedNumbersAndWhatIsSaidOfThemByTheirBits() {
        NetcdfAttribute unsigned = NetcdfAttribute.of("_Unsigned", "True");
        NetcdfVariable bytes =
                variable(NetcdfType.BYTE, unsigned, NetcdfAttribute.of("_FillValue", NetcdfType.BYTE, -1));
        assertThat(bytes.numberType().numbers(new byte[] {-1, -2, 5})).containsExactly(255, 254, 5);
        assertThat(Packing.of(bytes).unpack(new double[] {255, 254, 5})).containsExactly(Double.NaN, 254, 5);
        // The library fills shorts that were never written by -32767, whatever they mean.
        assertThat(Packing.of(variable(NetcdfType.SHORT, unsigned)).missing()).containsExactly(32769);
        assertThat(variable(NetcdfType.SHORT, NetcdfAttribute.of("_Unsigned", "false"))
                        .numberType())
                .isEqualTo(NetcdfType.SHORT);
    }

    private static NetcdfVariable variable(NetcdfType type, NetcdfAttribute... attributes) {
        return new NetcdfVariable("one", type, List.of(), List.of(attributes));
    }
}
