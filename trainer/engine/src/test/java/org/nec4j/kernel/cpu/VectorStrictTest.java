package org.nec4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.model.PlainStrict;

class VectorStrictTest {
    private static final int AT_ONCE = 1 << 16;
    /** Odd, so that all low bits occur; a slow build tries every float32 there is. */
    private static final int STRIDE = Boolean.getBoolean("nec4j.slow") ? 1 : 1021;

    @Test
    void geluHasTheBitsOfPlainJavaForFloatsOfEverySize() {
        PlainStrict plain = new PlainStrict();
        VectorStrict vectors = new VectorStrict();
        float[] x = new float[AT_ONCE];
        for (long from = Integer.MIN_VALUE; from <= Integer.MAX_VALUE; from += (long) AT_ONCE * STRIDE) {
            for (int i = 0; i < AT_ONCE; i++) {
                float number = Float.intBitsToFloat((int) (from + (long) i * STRIDE));
                x[i] = Float.isFinite(number) ? number : 0;
            }
            float[] expected = x.clone();
            plain.gelu(expected);

            vectors.gelu(x);

            assertThat(Arrays.equals(x, expected)).isTrue();
        }
    }

    @Test
    void geluHasTheBitsOfPlainJavaWherePreactivationsLie() {
        float[] x = new float[1_000_003];
        for (int i = 0; i < x.length; i++) {
            x[i] = -6 + 12f * i / x.length;
        }
        float[] expected = x.clone();
        new PlainStrict().gelu(expected);

        new VectorStrict().gelu(x);

        assertThat(Arrays.equals(x, expected)).isTrue();
    }

    @Test
    void isThereWhereTheVectorModuleIs() {
        assertThat(new VectorStrict().isUsable()).isTrue();
    }
}
