package org.nec4j.segment;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nec4j.nn.Parameter;

/**
 * A segmentation head before any training. Neck: uniform within 1 / sqrt(fan in), as PyTorch draws convolutions; heads: normal with
 * variance 2 / fan out, the last layer with deviation 0.01, as mmsegmentation draws them; biases 0, gains 1. Each tensor's numbers
 * depend on the seed and its name alone.
 */
final class SegmentationStart {
    private static final double LAST_DEVIATION = 0.01;
    private static final int TAPS = 9;

    private SegmentationStart() {}

    static Map<String, float[]> of(List<Parameter> parameters, long seed) {
        Map<String, float[]> tensors = new LinkedHashMap<>();
        parameters.forEach(parameter -> tensors.put(parameter.name(), draw(parameter, seed)));
        return tensors;
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
