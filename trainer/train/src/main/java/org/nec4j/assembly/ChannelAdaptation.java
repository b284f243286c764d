package org.nec4j.assembly;

import java.util.Arrays;
import java.util.Map;
import org.nec4j.checkpoint.Checkpoint;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.ModelSettings;
import org.nec4j.vit.VitShape;

/**
 * Brings the first and the last layer of a checkpoint to another number of bands.
 *
 * <p>The patch embedding's kernels are scaled by old over new number of bands, so that their sum over bands, and with it the size of
 * what leaves the layer, stays as it was (timm's {@code adapt_input_conv}). The prediction's rows are taken without scaling: every band
 * is still predicted on the scale of normalized pixels.
 */
final class ChannelAdaptation {
    private static final String EMBEDDING = "patch_embed.proj.weight";
    private static final String FACTOR = "patch_embed.proj.v.weight";
    private static final String PREDICTION = "decoder_pred.";

    private final ModelSettings.ChannelAdaptation rule;
    private final int pixels;
    private final int from;
    private final int to;

    private ChannelAdaptation(ModelSettings.ChannelAdaptation rule, int pixels, int from, int to) {
        this.rule = rule;
        this.pixels = pixels;
        this.from = from;
        this.to = to;
    }

    /**
     * What a checkpoint needs to fit a shape, which is nothing where the bands are as many.
     *
     * @throws UserException where they are not and the rule is to refuse
     */
    static ChannelAdaptation of(Checkpoint checkpoint, VitShape shape, ModelSettings.ChannelAdaptation rule) {
        int to = shape.channels();
        String embedding = checkpoint.contains(FACTOR) ? FACTOR : EMBEDDING;
        long[] kernels = checkpoint.contains(embedding) ? checkpoint.shape(embedding) : new long[0];
        int from = kernels.length == 4 && kernels[1] > 0 && kernels[1] <= 1024 ? (int) kernels[1] : to;
        if (from != to && rule == ModelSettings.ChannelAdaptation.REFUSE) {
            throw new UserException(checkpoint.path() + ": its patch embedding takes " + from
                    + " bands and model.channels is " + to
                    + "; set model.channel-adaptation to repeat or repeat-mean, or choose another checkpoint");
        }
        return new ChannelAdaptation(rule, shape.patchSize() * shape.patchSize(), from, to);
    }

    /** Replaces the shapes of the layers that see bands by those the checkpoint has. */
    void expect(Map<String, long[]> shapes) {
        for (String embedding : new String[] {EMBEDDING, FACTOR}) {
            shapes.computeIfPresent(embedding, (name, sizes) -> new long[] {sizes[0], from, sizes[2], sizes[3]});
        }
        shapes.replaceAll((name, sizes) -> name.startsWith(PREDICTION) ? withRows(sizes, (long) pixels * from) : sizes);
    }

    /** The checkpoint's tensor as the model's. */
    float[] adapted(String name, float[] values) {
        if (from == to) {
            return values;
        }
        if (name.equals(EMBEDDING) || name.equals(FACTOR)) {
            return bands(values, values.length / (from * pixels), pixels, (float) from / to, to == 1);
        }
        return name.startsWith(PREDICTION) ? bands(values, pixels, values.length / (from * pixels), 1, false) : values;
    }

    /**
     * {@code [outer, from, inner]} to {@code [outer, to, inner]}.
     *
     * @param mean whether the mean is taken whatever the rule: a single band is the mean of all, as timm has it
     */
    private float[] bands(float[] in, int outer, int inner, float scale, boolean mean) {
        float[] out = new float[outer * to * inner];
        boolean repeat = rule == ModelSettings.ChannelAdaptation.REPEAT && !mean;
        for (int o = 0; o < outer; o++) {
            for (int c = 0; c < to; c++) {
                for (int i = 0; i < inner; i++) {
                    float value = repeat ? in[(o * from + c % from) * inner + i] : mean(in, o, i, inner);
                    out[(o * to + c) * inner + i] = value * scale;
                }
            }
        }
        return out;
    }

    private float mean(float[] in, int o, int i, int inner) {
        double sum = 0;
        for (int c = 0; c < from; c++) {
            sum += in[(o * from + c) * inner + i];
        }
        return (float) (sum / from);
    }

    private static long[] withRows(long[] sizes, long rows) {
        long[] out = Arrays.copyOf(sizes, sizes.length);
        out[0] = rows;
        return out;
    }
}
