package org.nec4j.codec.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.error.FormatException;

/** What every coder of symbols must do at the edges; a coder's test inherits it and says how to call the coder. */
abstract class EntropyCoderBattery {
    /** Codes symbols [tables.rows(), perRow]. */
    abstract byte[] encode(int[] symbols, int perRow, CdfTables tables);

    abstract int[] decode(byte[] stream, int perRow, CdfTables tables);

    private void roundTrips(int[] symbols, int perRow, CdfTables tables) {
        byte[] stream = encode(symbols, perRow, tables);
        assertThat(decode(stream, perRow, tables)).isEqualTo(symbols);
        double bits = 0;
        for (int i = 0; i < symbols.length; i++) {
            bits += tables.bits(i / Math.max(1, perRow), symbols[i]);
        }
        assertThat(8.0 * stream.length).isBetween(bits - 64, bits * 1.01 + 64);
    }

    private static CdfTables table(int offset, float... pmf) {
        return CdfTables.of(new int[][] {PmfQuantizer.quantize(pmf)}, new int[] {offset});
    }

    @Test
    void codesNoSymbol() {
        roundTrips(new int[0], 0, table(0, .5f, .5f));
        assertThat(encode(new int[0], 0, table(0, .5f, .5f))).containsExactly(0, 0, 0, 0x80, 0, 0, 0, 0);
    }

    @Test
    void codesNoSymbolUnderNoTable() {
        roundTrips(new int[0], 5, CdfTables.of(new int[0][], new int[0]));
    }

    @Test
    void codesOneSymbolOfEveryKind() {
        for (int symbol = -40; symbol <= 40; symbol++) {
            roundTrips(new int[] {symbol}, 1, table(-2, .1f, .2f, .3f, .2f, .1f, 1e-9f));
        }
    }

    @Test
    void codesNothingButEscapes() {
        int[] symbols = new Random(1).ints(5_000).toArray();
        roundTrips(symbols, symbols.length, table(-1, .5f, .3f, .2f, 1e-9f));
    }

    @Test
    void codesTheEndsOfInt() {
        int[] ends = {Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MIN_VALUE + 1, Integer.MAX_VALUE - 1, 0, -1};
        for (int offset : new int[] {-(1 << 30), -3, 0, 3, 1 << 30}) {
            roundTrips(ends, ends.length, table(offset, .5f, .3f, .2f, 1e-9f));
        }
    }

    @Test
    void codesEveryEscapeLengthNextToTheRow() {
        int[] symbols = new int[2 * 31];
        for (int bit = 0; bit < 31; bit++) {
            symbols[2 * bit] = 1 << bit;
            symbols[2 * bit + 1] = -(1 << bit);
        }
        roundTrips(symbols, symbols.length, table(0, .9f, .1f));
    }

    @Test
    void codesAnAlphabetOfTwo() {
        int[] symbols = new Random(2).ints(10_000, 0, 2).toArray();
        roundTrips(symbols, symbols.length, table(0, .4f, .6f, 0f));
        roundTrips(symbols, symbols.length, table(0, .5f, .5f));
    }

    @Test
    void codesAnAlphabetOfThreeThousand() {
        float[] pmf = new float[3_000];
        Random random = new Random(3);
        for (int i = 0; i < pmf.length; i++) {
            pmf[i] = random.nextFloat() * random.nextFloat();
        }
        int[] symbols = random.ints(20_000, -1_500, 1_502).toArray();
        int[] cdf = PmfQuantizer.quantize(pmf);
        CdfTables tables = CdfTables.of(new int[][] {cdf}, new int[] {-1_500});
        byte[] stream = encode(symbols, symbols.length, tables);
        assertThat(decode(stream, symbols.length, tables)).isEqualTo(symbols);
    }

    @Test
    void codesTheLargestAlphabetThereCanBe() {
        int[] cdf = new int[65_536 + 1];
        Arrays.setAll(cdf, i -> i);
        CdfTables tables = CdfTables.of(new int[][] {cdf}, new int[] {0});
        roundTrips(new Random(4).ints(2_000, -10, 65_545).toArray(), 2_000, tables);
    }

    @Test
    void codesSymbolsWhoseProbabilityWasZero() {
        float[] pmf = {0, 0, 1, 0, 0, 0, 1e-30f, 0};
        int[] symbols = new Random(5).ints(3_000, -1, 9).toArray();
        roundTrips(symbols, symbols.length, table(0, pmf));
    }

    @Test
    void codesTheSurestSymbolsAtAlmostNoCost() {
        int[] symbols = new int[1_000_000];
        byte[] stream = encode(symbols, symbols.length, table(0, 1f, 0f));
        assertThat(stream).hasSizeLessThanOrEqualTo(8 + 4);
        assertThat(decode(stream, symbols.length, table(0, 1f, 0f))).isEqualTo(symbols);
    }

    @Test
    void codesRandomSymbolsUnderRandomTables() {
        Random random = new Random(6);
        for (int round = 0; round < 300; round++) {
            int rows = 1 + random.nextInt(8);
            int perRow = random.nextInt(50);
            CdfTables tables = Tables.random(rows, 2 + random.nextInt(90), random);
            roundTrips(Tables.sample(tables, perRow, 0.02, random), perRow, tables);
        }
    }

    @Test
    void staysWithinOnePercentAndEightBytesOfTheCrossEntropyAtNecsRates() {
        Random random = new Random(7);
        for (double rate : new double[] {0.02, 0.3, 1.5}) {
            CdfTables tables = Tables.ofRate(768, rate);
            int[] symbols = Tables.sample(tables, 197, 0, random);
            double bits = 0;
            for (int i = 0; i < symbols.length; i++) {
                bits += tables.bits(i / 197, symbols[i]);
            }
            assertThat(bits / symbols.length).isBetween(0.9 * rate, 1.1 * rate);
            byte[] stream = encode(symbols, 197, tables);
            assertThat((double) stream.length).isBetween(bits / 8, bits / 8 * 1.01 + 8);
            assertThat(decode(stream, 197, tables)).isEqualTo(symbols);
        }
    }

    @Test
    void refusesATruncatedStreamAtEveryLength() {
        Random random = new Random(8);
        CdfTables tables = Tables.random(4, 20, random);
        byte[] stream = encode(Tables.sample(tables, 50, 0.02, random), 50, tables);
        for (int length = 0; length < stream.length; length++) {
            byte[] cut = Arrays.copyOf(stream, length);
            assertThatThrownBy(() -> decode(cut, 50, tables)).isInstanceOf(FormatException.class);
        }
    }

    @Test
    void refusesAStreamWithWordsToSpare() {
        CdfTables tables = table(0, .9f, .1f);
        byte[] stream = encode(new int[100], 100, tables);
        assertThatThrownBy(() -> decode(Arrays.copyOf(stream, stream.length + 4), 100, tables))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("(at byte " + stream.length + ")");
    }

    @Test
    void refusesAStateThatNoEncoderLeaves() {
        CdfTables tables = table(0, .9f, .1f);
        assertThatThrownBy(() -> decode(new byte[8], 0, tables)).isInstanceOf(FormatException.class);
        byte[] negative = {0, 0, 0, 0, 0, 0, 0, -1};
        assertThatThrownBy(() -> decode(negative, 0, tables)).isInstanceOf(FormatException.class);
    }

    @Test
    void noticesMostSingleBitFlipsByItsFinalState() {
        Random random = new Random(9);
        CdfTables tables = Tables.random(5, 12, random);
        int[] symbols = Tables.sample(tables, 40, 0, random);
        byte[] stream = encode(symbols, 40, tables);
        int unnoticed = 0;
        for (int bit = 0; bit < 8 * stream.length; bit++) {
            byte[] bad = stream.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(decode(bad, 40, tables)).isNotEqualTo(symbols);
                unnoticed++;
            } catch (FormatException expected) {
                assertThat(expected.offset()).isBetween(0L, (long) stream.length);
            }
        }
        assertThat(unnoticed).isLessThan(8 * stream.length / 4);
    }
}
