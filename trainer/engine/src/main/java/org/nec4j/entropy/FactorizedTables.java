package org.nec4j.entropy;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.entropy.PmfQuantizer;
import org.nec4j.codec.error.UserException;
import org.nec4j.kernel.Likelihood;

/**
 * Integer tables of a factorized density, one row a channel, as CompressAI's {@code EntropyBottleneck.update} builds them. A
 * codec carries its tables; nobody builds them a second time.
 */
public final class FactorizedTables {
    /** Wider rows would come from quantiles that never settled, and no table could hold them. */
    private static final int MAX_SYMBOLS = 60_000;

    private FactorizedTables() {}

    /**
     * Builds the tables: channel c's row reaches from its lower to its upper quantile, in steps of 1 from its median; what is
     * left is the escape's.
     *
     * @param byKey the density's tensors and quantiles, row-major, by their keys
     * @param likelihood the likelihood's formula, part of the tables' last digits
     * @throws UserException where the quantiles of a channel lie too far apart for a table
     */
    public static CdfTables build(FactorizedDensity shape, Function<String, float[]> byKey, Likelihood likelihood) {
        Support[] supports = supports(byKey.apply(FactorizedDensity.QUANTILES));
        float[][] masses = masses(new TorchDensity(shape, byKey), supports, likelihood);
        int[][] cdfs = Arrays.stream(masses).map(PmfQuantizer::quantize).toArray(int[][]::new);
        int[] offsets = Arrays.stream(supports).mapToInt(s -> -s.below).toArray();
        return CdfTables.of(cdfs, offsets);
    }

    /**
     * Whether tables reach as far as these quantiles [C, 1, 3] say. Tables that do not were built before the quantiles were trained
     * to their end.
     */
    public static boolean reach(float[] quantiles, CdfTables tables) {
        Support[] supports = supports(quantiles);
        return supports.length == tables.rows()
                && IntStream.range(0, supports.length)
                        .allMatch(c -> tables.offset(c) == -supports[c].below
                                && tables.entries(c) == supports[c].length() + 1);
    }

    /** A channel's symbols: -below ... above, around the median. */
    private record Support(float median, int below, int above) {
        static Support of(int channel, float lower, float median, float upper) {
            int below = Math.max((int) Math.ceil(median - lower), 0);
            int above = Math.max((int) Math.ceil(upper - median), 0);
            if (!Float.isFinite(median) || (long) below + above + 1 > MAX_SYMBOLS) {
                throw new UserException(
                        "the quantiles " + lower + ", " + median + ", " + upper + " of channel " + channel
                                + " give no table of at most " + MAX_SYMBOLS + " symbols; train the quantiles longer");
            }
            return new Support(median, below, above);
        }

        int length() {
            return below + above + 1;
        }
    }

    private static Support[] supports(float[] quantiles) {
        Support[] supports = new Support[quantiles.length / 3];
        for (int c = 0; c < supports.length; c++) {
            supports[c] = Support.of(c, quantiles[3 * c], quantiles[3 * c + 1], quantiles[3 * c + 2]);
        }
        return supports;
    }

    /** Each channel's probabilities, the last being that of everything else. */
    private static float[][] masses(TorchDensity density, Support[] supports, Likelihood likelihood) {
        int widest = Arrays.stream(supports).mapToInt(Support::length).max().orElse(0);
        float[][] masses = new float[supports.length][];
        for (int c = 0; c < supports.length; c++) {
            Support support = supports[c];
            float start = support.median - support.below;
            masses[c] = new float[support.length() + 1];
            for (int n = 0; n < support.length(); n++) {
                float x = n + start;
                masses[c][n] =
                        TorchDensity.probability(density.logit(c, x - 0.5f), density.logit(c, x + 0.5f), likelihood);
            }
            // The upper tail is taken where the widest channel's row ends, not this one's: the reference's own quirk.
            float lower = density.logit(c, start - 0.5f);
            float upper = density.logit(c, widest - 1 + start + 0.5f);
            masses[c][support.length()] = TorchDensity.sigmoid(lower) + TorchDensity.sigmoid(-upper);
        }
        return masses;
    }
}
