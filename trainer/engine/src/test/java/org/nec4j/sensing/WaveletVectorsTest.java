package org.nec4j.sensing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.PeerVectors;
import org.nec4j.backend.Backend;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.Wavelet;
import org.nec4j.kernel.portable.PortableKernels;

/** Wavelet coefficients against PyWavelets, mode "periodization"; sizes and levels from its expected.json. */
class WaveletVectorsTest {
    private static final double SHARE = 1e-6;

    private final PeerVectors vectors = PeerVectors.named("wavelet");

    @Test
    void filtersAreTheirs() {
        for (Case one : cases()) {
            PeerVectors.assertClose(
                    one.name + " lowpass", floats(one.wavelet.lowpass()), one.floats("lowpass_filter"), SHARE);
            PeerVectors.assertClose(
                    one.name + " highpass", floats(one.wavelet.highpass()), one.floats("highpass_filter"), SHARE);
        }
    }

    @Test
    void coefficientsAreTheirsAndBringTheImageBack() {
        for (Kernels kernels : List.of(Backend.kernels(), PortableKernels.because("an oracle"))) {
            for (Case one : cases()) {
                INDArray x = one.array("x");
                INDArray coefficients = Nd4j.create(x.shape());
                kernels.sensing().wavelet(x, one.wavelet, one.levels, false, coefficients);
                vectors.assertClose(one.name + "/coefficients", coefficients, SHARE);
                assertThat(energy(coefficients))
                        .as("energy of %s", one.name)
                        .isCloseTo(one.energy, withinPercentage(100 * SHARE));
                kernels.sensing().wavelet(coefficients, one.wavelet, one.levels, true, coefficients);
                vectors.assertClose(one.name + "/x", coefficients, SHARE);
            }
        }
    }

    private List<Case> cases() {
        List<Case> all = new ArrayList<>();
        JsonObject cases = vectors.expected().object("cases");
        for (String name : cases.asMap().keySet()) {
            JsonObject one = cases.object(name);
            Wavelet wavelet = Wavelet.valueOf(one.text("wavelet").toUpperCase(Locale.ROOT));
            all.add(new Case(name, wavelet, one.integer("levels"), one.integer("size"), one.number("energy_in")));
        }
        assertThat(all).isNotEmpty();
        return all;
    }

    /** The sum of squares, in float64: one in float32 is off by more the more numbers there are. */
    private static double energy(INDArray coefficients) {
        double sum = 0;
        for (float number : coefficients.dup('c').reshape(coefficients.length()).toFloatVector()) {
            sum += (double) number * number;
        }
        return sum;
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private final class Case {
        private final String name;
        private final Wavelet wavelet;
        private final int levels;
        private final int size;
        private final double energy;

        Case(String name, Wavelet wavelet, int levels, int size, double energy) {
            this.name = name;
            this.wavelet = wavelet;
            this.levels = levels;
            this.size = size;
            this.energy = energy;
        }

        float[] floats(String part) {
            return vectors.floats(name + "/" + part);
        }

        /** Images as rows, [images, size * size]. */
        INDArray array(String part) {
            float[] values = floats(part);
            long numbers = (long) size * size;
            return Nd4j.createFromArray(values).reshape('c', values.length / numbers, numbers);
        }
    }
}
