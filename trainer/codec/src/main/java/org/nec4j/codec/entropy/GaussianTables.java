package org.nec4j.codec.entropy;

/**
 * Integer tables of zero-mean Gaussians, one a standard deviation, as CompressAI's {@code GaussianConditional} lays them out:
 * a row reaches so far to both sides that what lies outside has a probability of at most 1e-9.
 */
public final class GaussianTables {
    /** The 1 - 0.5e-9 quantile of the standard normal distribution. */
    private static final double REACH = 6.109410204869;

    private GaussianTables() {}

    /** The usual table of scales: {@code count} standard deviations from {@code min} to {@code max}, their logarithms equally far apart. */
    public static float[] scales(double min, double max, int count) {
        float[] scales = new float[count];
        double low = StrictMath.log(min);
        double step = (StrictMath.log(max) - low) / (count - 1);
        for (int i = 0; i < count; i++) {
            scales[i] = (float) StrictMath.exp(low + step * i);
        }
        return scales;
    }

    /** One row for each of {@code scales}. */
    public static CdfTables of(float[] scales) {
        int[][] cdfs = new int[scales.length][];
        int[] offsets = new int[scales.length];
        for (int i = 0; i < scales.length; i++) {
            int centre = (int) Math.ceil(scales[i] * REACH);
            float[] pmf = new float[2 * centre + 2];
            for (int k = 0; k <= 2 * centre; k++) {
                double distance = Math.abs(k - centre);
                double mass = normal((0.5 - distance) / scales[i]) - normal((-0.5 - distance) / scales[i]);
                pmf[k] = (float) Math.max(0, mass);
            }
            pmf[2 * centre + 1] = (float) Math.max(0, 2 * normal((-0.5 - centre) / scales[i]));
            cdfs[i] = PmfQuantizer.quantize(pmf);
            offsets[i] = -centre;
        }
        return CdfTables.of(cdfs, offsets);
    }

    /** The distribution function of the standard normal; its absolute error of about 2^-53 may be negative far out. */
    private static double normal(double x) {
        return 0.5 * (1 + Erf.erf(x * Math.sqrt(0.5)));
    }
}
