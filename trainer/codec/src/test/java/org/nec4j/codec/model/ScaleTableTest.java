package org.nec4j.codec.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.entropy.GaussianTables;

class ScaleTableTest {
    @ParameterizedTest
    @ValueSource(ints = {2, 20, 64, 3000})
    void givesTheNextLargerScaleOfEveryNumber(int count) {
        float[] scales = GaussianTables.scales(0.11, 256, count);
        ScaleTable table = new ScaleTable(scales);
        for (int i = 0; i < count; i++) {
            assertThat(table.index(scales[i])).isEqualTo(i);
            assertThat(table.index(Math.nextDown(scales[i]))).isEqualTo(i);
            assertThat(table.index(Math.nextUp(scales[i]))).isEqualTo(Math.min(i + 1, count - 1));
        }
        for (float below : new float[] {0, -0f, -3, Float.MIN_VALUE, Float.NEGATIVE_INFINITY}) {
            assertThat(table.index(below)).isZero();
        }
        for (float beyond : new float[] {300, Float.MAX_VALUE, Float.POSITIVE_INFINITY, Float.NaN}) {
            assertThat(table.index(beyond)).isEqualTo(count - 1);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.MIN_VALUE, 1, Float.MAX_VALUE})
    void mayHoldOneScaleAlone(float scale) {
        ScaleTable table = new ScaleTable(new float[] {scale});
        assertThat(table.index(0)).isZero();
        assertThat(table.index(scale)).isZero();
        assertThat(table.index(Float.POSITIVE_INFINITY)).isZero();
    }
}
