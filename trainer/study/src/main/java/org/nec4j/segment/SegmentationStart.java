package org.nec4j.segment;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.nec4j.data.PixelLabels;
import org.nec4j.nn.Parameter;

/**
 * A segmentation head before any training. Neck: uniform within 1 / sqrt(fan in), as PyTorch draws convolutions; heads: normal with
 * variance 2 / fan out, the last layer with deviation 0.01, as mmsegmentation draws them; gains 1 and biases 0, but those of the last
 * layer the logarithms of the classes' shares (Lin et al., arXiv 1708.02002, section 4.1): where one class has most pixels, a short
 * training otherwise spends its steps on the shares, turns all features towards that class, and never gives any pixel another. Each
 * tensor's numbers depend on the seed, its name and the shares alone.
 */
final class SegmentationStart {
    private static final double LAST_DEVIATION = 0.01;
    private static final int TAPS = 9;

    private SegmentationStart() {}

    /**
     * The tensors to start with.
     *
     * @param labels  of the training tiles
     * @param classes K
     */
    static Map<String, float[]> of(List<Parameter> parameters, List<byte[]> labels, int classes, long seed) {
        float[] shares = logarithmsOfShares(labels, classes);
        Map<String, float[]> tensors = new LinkedHashMap<>();
        parameters.forEach(parameter -> tensors.put(
                parameter.name(), parameter.name().endsWith("conv_seg.bias") ? shares.clone() : draw(parameter, seed)));
        return tensors;
    }

    /** A class without a pixel counts as if it had one. */
    private static float[] logarithmsOfShares(List<byte[]> labels, int classes) {
        long[] pixels = new long[classes];
        Arrays.fill(pixels, 1);
        for (byte[] tile : labels) {
            for (byte label : tile) {
                if (label != PixelLabels.IGNORED) {
                    pixels[label & 0xFF]++;
                }
            }
        }
        double all = LongStream.of(pixels).sum();
        float[] logarithms = new float[classes];
        for (int c = 0; c < classes; c++) {
            logarithms[c] = (float) StrictMath.log(pixels[c] / all);
        }
        return logarithms;
    }

    private static float[] draw(Parameter parameter, long seed) {
        String name = parameter.name();
        float[] values = new float[Math.toIntExact(parameter.length())];
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + name.hashCode());
        if (parameter.shape().length == 1) {
            boolean one = name.endsWith(".weight") || name.endsWith(".running_var");
            Arrays.fill(values, one ? 1 : 0);
        } else if (name.startsWith("neck.")) {
            double bound = 1 / Math.sqrt(parameter.shape()[1]);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextDouble(-bound, bound);
            }
        } else {
            double deviation = name.contains("conv_seg")
                    ? LAST_DEVIATION
                    : Math.sqrt(2.0 / (TAPS * parameter.shape()[0]));
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (deviation * normal(random));
            }
        }
        return values;
    }

    /** Box and Muller, in StrictMath, so that every machine draws the same. */
    private static double normal(SplittableRandom random) {
        double u = 1 - random.nextDouble();
        return StrictMath.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}
