package org.nec4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nec4j.kernel.cpu.SpoiltBlas.Spoil;

class BlasCheckTest {
    private static final String CORE = "Haswell";

    @Test
    void passesTheLibraryOfThisProcessAndTheVectorApi() {
        assertThat(BlasCheck.fault(Blas.here().products())).isEmpty();
        assertThat(BlasCheck.fault(new VectorProducts())).isEmpty();
        assertThat(OpenBlas.loaded().faultOfOperations()).isEmpty();
    }

    static Stream<Spoil> faults() {
        return Stream.of(
                (c, ldc, m, n) -> at(c, ldc, m, n).put((m - 1) * ldc + n - 1, 3),
                (c, ldc, m, n) -> at(c, ldc, m, n).put(0, Float.NaN),
                (c, ldc, m, n) ->
                        each(c, ldc, m, n, value -> Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xffff0000)),
                (c, ldc, m, n) -> each(c, ldc, m, n, value -> value * 1.0005f),
                (c, ldc, m, n) -> At.window(c, m * ldc).put(n, 0),
                (c, ldc, m, n) -> {
                    if (m == 17) {
                        at(c, ldc, m, n).put(5 * ldc + 7, 0);
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("faults")
    void findsOneWrongNumberLostBitsAndWritesBeyondTheEnd(Spoil spoil) {
        SpoiltBlas wrong = new SpoiltBlas(CORE, List.of(), Set.of(CORE), spoil);
        assertThat(BlasCheck.fault(wrong.products()).orElseThrow()).matches("the product of \\[.*(off by|beyond).*");
    }

    @Test
    void findsWhatWasNotOverwritten() {
        Products right = new VectorProducts();
        Products adds = (lane, ta, tb, m, n, k, a, lda, b, ldb, beta, c, ldc) ->
                right.multiply(lane, ta, tb, m, n, k, a, lda, b, ldb, 1, c, ldc);
        Products overwrites = (lane, ta, tb, m, n, k, a, lda, b, ldb, beta, c, ldc) ->
                right.multiply(lane, ta, tb, m, n, k, a, lda, b, ldb, 0, c, ldc);
        assertThat(BlasCheck.fault(adds)).isPresent();
        assertThat(BlasCheck.fault(overwrites)).isPresent();
    }

    private interface Change {
        float of(float value);
    }

    private static FloatBuffer at(long c, int ldc, int m, int n) {
        return At.window(c, (m - 1) * ldc + n);
    }

    private static void each(long c, int ldc, int m, int n, Change change) {
        FloatBuffer all = at(c, ldc, m, n);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                all.put(i * ldc + j, change.of(all.get(i * ldc + j)));
            }
        }
    }
}
