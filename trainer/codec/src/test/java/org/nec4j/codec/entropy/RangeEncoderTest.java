package org.nec4j.codec.entropy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.error.FormatException;

class RangeEncoderTest {
    private static byte[] encode(int[] symbols, int[] rows, CdfTables tables) {
        RangeEncoder out = new RangeEncoder(tables).uniform(3, 5);
        for (int i = 0; i < symbols.length; i++) {
            out.put(symbols[i], rows[i]);
        }
        return out.finish();
    }

    private static int[] decode(byte[] stream, int[] rows, CdfTables tables) {
        RangeDecoder in = new RangeDecoder(stream, tables);
        assertThat(in.uniform(5)).isEqualTo(3);
        return Arrays.stream(rows).map(in::take).toArray();
    }

    /** Symbols of all probabilities, escapes among them. */
    private static int[] symbols(int[] rows, CdfTables tables, Random random) {
        return Arrays.stream(rows)
                .map(row -> random.nextInt(20) == 0
                        ? random.nextInt()
                        : tables.offset(row) + random.nextInt(tables.entries(row)))
                .toArray();
    }

    @Test
    void restoresWhatWasCodedAtAboutTheEntropy() {
        Random random = new Random(1);
        for (int n = 0; n < 2_000; n++) {
            CdfTables tables = Tables.random(6, 12, random);
            int[] rows = random.ints(random.nextInt(60), 0, 6).toArray();
            int[] symbols = symbols(rows, tables, random);
            byte[] stream = encode(symbols, rows, tables);
            assertThat(decode(stream, rows, tables)).isEqualTo(symbols);
            double bits = Math.log(5) / Math.log(2);
            for (int i = 0; i < symbols.length; i++) {
                bits += tables.bits(rows[i], symbols[i]);
            }
            assertThat(8.0 * stream.length).isBetween(bits - 16, bits * 1.001 + 8);
        }
    }

    @Test
    void carriesThroughManyBytes() {
        // The last entries of intervals, again and again: the lower end creeps towards a carry.
        CdfTables tables = CdfTables.of(new int[][] {{0, 65_534, 65_535, 65_536}}, new int[] {0});
        for (int length = 1; length < 300; length++) {
            int[] rows = new int[length];
            int[] symbols = new int[length];
            Random random = new Random(length);
            Arrays.setAll(symbols, i -> random.nextInt(30) == 0 ? 0 : 1);
            assertThat(decode(encode(symbols, rows, tables), rows, tables)).isEqualTo(symbols);
        }
    }

    @Test
    void aBeginningDependsOnTheBytesThatItSays() {
        Random random = new Random(2);
        for (int n = 0; n < 500; n++) {
            CdfTables tables = Tables.random(6, 12, random);
            int[] rows = random.ints(60, 0, 6).toArray();
            int[] symbols = symbols(rows, tables, random);
            byte[] stream = encode(symbols, rows, tables);
            RangeDecoder in = new RangeDecoder(stream, tables);
            in.uniform(5);
            for (int i = 0; i < 20; i++) {
                in.take(rows[i]);
            }
            byte[] beginning = Arrays.copyOf(stream, in.position());
            assertThat(decode(beginning, Arrays.copyOf(rows, 20), tables)).isEqualTo(Arrays.copyOf(symbols, 20));
        }
    }

    @Test
    void anyBytesDecodeOrAreRefused() {
        Random random = new Random(3);
        CdfTables tables = Tables.random(6, 12, random);
        int[] rows = random.ints(200, 0, 6).toArray();
        for (int n = 0; n < 20_000; n++) {
            byte[] bytes = new byte[random.nextInt(100)];
            random.nextBytes(bytes);
            RangeDecoder in = new RangeDecoder(bytes, tables);
            try {
                in.uniform(5);
                Arrays.stream(rows).forEach(in::take);
            } catch (FormatException expected) {
                assertThat(expected.offset()).isBetween(0L, (long) bytes.length);
            }
        }
    }

    @Test
    void writesTheExamplesOfTheFormatsDescription() {
        CdfTables tables = CdfTables.of(new int[][] {{0, 32_768, 52_429, 65_535, 65_536}}, new int[] {-1});
        assertThat(example(tables)).isEmpty();
        assertThat(example(tables, 0, 1)).isEqualTo("be");
        assertThat(example(tables, -1, 0, 1)).isEqualTo("5f");
        assertThat(example(tables, 5, -7)).isEqualTo("fffe1700e81c");
        assertThat(example(tables, 100_000, -100_000, 0, 0)).isEqualTo("fffe5c3da7c2fb5d3da66a");
    }

    private static String example(CdfTables tables, int... symbols) {
        RangeEncoder out = new RangeEncoder(tables);
        for (int symbol : symbols) {
            out.put(symbol, 0);
        }
        return HexFormat.of().formatHex(out.finish());
    }
}
