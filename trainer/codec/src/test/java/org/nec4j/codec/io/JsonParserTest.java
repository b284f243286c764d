package org.nec4j.codec.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.error.UserException;

class JsonParserTest {
    private static final String GOOD = "{\"a\":[1,-2.5e-3,true,null,\"\\u00e9\\n\ud83d\ude00\"],\"b\":{\"shape\":[2,3],"
            + "\"data_offsets\":[0,24]},\"c\":123456789012345678901234567890,\"d\":{}}";

    private static final String[] WORDS = {
        "1e99999999999",
        "-1E-99999999999",
        "1e400",
        "{",
        "[",
        "]",
        "}",
        "\"",
        ",",
        ":",
        "\\ud800",
        "0x1",
        "00",
        "NaN",
        "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
        "9".repeat(500),
        "\u0000",
        "\ud800",
        "1e"
    };

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e99999999999", "1E+400", "1e9999999999999999999999"})
    void refusesANumberBeyondADouble(String number) {
        assertThatThrownBy(() -> Json.parse(number, "text"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("outside the range of a double");
    }

    @Test
    void roundsANumberTooSmallForADoubleToZero() {
        assertThat(Json.parse("[1e-99999999999, -4.9e-324, 0.1]", "text")).isEqualTo(List.of(0.0, -4.9e-324, 0.1));
    }

    @Test
    void refusesDeepNestingAtOnce() {
        for (String open : List.of("[", "{\"a\":", "[{\"b\":")) {
            assertThatThrownBy(() ->
                            assertTimeout(Duration.ofMinutes(5), () -> Json.parse(open.repeat(5_000_000), "text")))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("nested deeper");
        }
    }

    @Test
    void readsDamagedTextOrRefusesItWithItsOwnException() {
        Random random = new Random(31);
        for (int i = 0; i < Mutations.COUNT; i++) {
            String bad = i % 2 == 0 ? spliced(random) : mutated(random);
            try {
                Object value = Json.parse(bad, "text");
                assertThat(Json.parse(Json.write(value), "written")).isEqualTo(value);
            } catch (UserException expected) {
                assertThat(expected).hasMessageStartingWith("text: not valid JSON at character ");
            }
        }
    }

    private static String mutated(Random random) {
        byte[] bad = Mutations.mutate(GOOD.getBytes(StandardCharsets.UTF_8), random);
        return new String(bad, StandardCharsets.UTF_8);
    }

    /** Words of JSON in places where they may or may not belong. */
    private static String spliced(Random random) {
        StringBuilder text = new StringBuilder(GOOD);
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(text.length());
            int end = at + random.nextInt(Math.min(6, text.length() - at));
            text.replace(at, end, WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }
}
