package org.nec4j.kernel;

/** Orthonormal wavelets with compact support (Daubechies, Ten Lectures on Wavelets, table 6.1), by the taps of their lowpass filter. */
public enum Wavelet {
    /** Two taps: means and differences of pairs. */
    HAAR(0.7071067811865476, 0.7071067811865476),
    /** Four taps, two vanishing moments. */
    DB2(-0.12940952255126037, 0.2241438680420134, 0.8365163037378079, 0.48296291314453416),
    /** Eight taps, four vanishing moments. */
    DB4(
            -0.010597401785069032,
            0.0328830116668852,
            0.030841381835560764,
            -0.18703481171909309,
            -0.027983769416859854,
            0.6308807679298589,
            0.7148465705529157,
            0.2303778133088965);

    private final double[] lowpass;

    Wavelet(double... lowpass) {
        this.lowpass = lowpass;
    }

    /** Taps of the analysis filter of means, of unit energy. */
    public double[] lowpass() {
        return lowpass.clone();
    }

    /** Taps of the analysis filter of details: the other's in reverse, with alternating signs. */
    public double[] highpass() {
        double[] taps = new double[lowpass.length];
        for (int k = 0; k < taps.length; k++) {
            taps[k] = (k % 2 == 0 ? -1 : 1) * lowpass[taps.length - 1 - k];
        }
        return taps;
    }
}
