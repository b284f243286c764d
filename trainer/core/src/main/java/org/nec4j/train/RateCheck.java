package org.nec4j.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.data.ImageSource;
import org.nec4j.data.SubsetImages;
import org.nec4j.entropy.FactorizedDensity;
import org.nec4j.export.ImageEncoder;
import org.nec4j.kernel.DensityKernel;
import org.nec4j.kernel.DensityParameters;
import org.nec4j.kernel.Likelihood;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.vit.Tensors;

/** What a codec really spends, on images that it did not learn from. */
final class RateCheck {
    private static final int IMAGES = 128;
    private static final int BATCH = 32;

    private final ImageEncoder encoder;
    private final DensityParameters density;
    private final Likelihood likelihood;

    /**
     * For a codec and the density its tables were built from.
     *
     * @param trained the trained tensors, the bottleneck's among them
     */
    RateCheck(ImageEncoder encoder, FactorizedDensity shape, Tensors trained, Likelihood likelihood) {
        this.encoder = encoder;
        this.likelihood = likelihood;
        Map<String, long[]> sizes = new LinkedHashMap<>();
        shape.parameters(NecGraph.BOTTLENECK).forEach(parameter -> sizes.put(parameter.key(), parameter.shape()));
        this.density = shape.tensors(key -> trained.array(NecGraph.BOTTLENECK + "." + key, sizes.get(key)));
    }

    /**
     * Mean sizes over at most {@value #IMAGES} images, spread evenly: bits that the density gives the rounded embedding, and
     * bytes of the coded file, headers included.
     */
    Map<String, Object> measure(ImageSource images, Console console) {
        int count = Math.min(IMAGES, images.size());
        int[] chosen = IntStream.range(0, count)
                .map(i -> (int) ((long) i * images.size() / count))
                .toArray();
        double[] sums = new double[2];
        Codec codec = encoder.codec();
        try (Progress progress = console.progress("measuring bytes", count, "images")) {
            encoder.embed(new SubsetImages(images, chosen), BATCH, progress, (embedding, index) -> {
                byte[] stream = codec.encode(embedding);
                sums[0] += estimatedBits(codec.decode(stream));
                sums[1] += stream.length;
            });
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("estimated_bits_per_image", sums[0] / count);
        result.put("coded_bytes_per_image", sums[1] / count);
        result.put("measured_images", count);
        return result;
    }

    private double estimatedBits(Embedding rounded) {
        return DensityKernel.best(DataType.FLOAT)
                .bits(
                        Nd4j.createFromArray(rounded.values()).reshape('c', rounded.tokens(), rounded.dim()),
                        density,
                        likelihood);
    }
}
