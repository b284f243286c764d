package org.nec4j.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nec4j.codec.Codec;
import org.nec4j.data.ImageSource;
import org.nec4j.data.SubsetImages;
import org.nec4j.entropy.Perturbation;
import org.nec4j.entropy.RateEstimate;
import org.nec4j.export.ImageEncoder;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** What a codec really spends, on images that it did not learn from. */
final class RateCheck {
    private static final int IMAGES = 128;
    private static final int BATCH = 32;

    private final ImageEncoder encoder;
    private final RateEstimate estimate;

    /**
     * For a codec.
     *
     * @param estimate of the entropy model that its tables were built from
     */
    RateCheck(ImageEncoder encoder, RateEstimate estimate) {
        this.encoder = encoder;
        this.estimate = estimate;
    }

    /**
     * Mean sizes over at most {@value #IMAGES} images, spread evenly: bits that the entropy model gives the embedding with the noise
     * of training and rounded, bits of the rounded one under the codec's integer tables, and bytes of the coded file, headers
     * included.
     */
    Map<String, Object> measure(ImageSource images, Console console) {
        int count = Math.min(IMAGES, images.size());
        int[] chosen = IntStream.range(0, count)
                .map(i -> (int) ((long) i * images.size() / count))
                .toArray();
        double[] sums = new double[4];
        Codec codec = encoder.codec();
        try (Progress progress = console.progress("measuring bytes", count, "images")) {
            encoder.embed(new SubsetImages(images, chosen), BATCH, progress, (embedding, index) -> {
                float[] y = embedding.values();
                sums[0] += estimate.bits(y, embedding.tokens(), Perturbation.noise(new SplittableRandom(index)));
                sums[1] += estimate.bits(y, embedding.tokens(), Perturbation.ROUNDING);
                sums[2] += codec.bits(embedding);
                sums[3] += codec.encode(embedding).length;
            });
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("noisy_bits_per_image", sums[0] / count);
        result.put("estimated_bits_per_image", sums[1] / count);
        result.put("table_bits_per_image", sums[2] / count);
        result.put("coded_bytes_per_image", sums[3] / count);
        result.put("measured_images", count);
        return result;
    }
}
