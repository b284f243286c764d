package org.nec4j.data;

import java.util.Arrays;

/**
 * Which patches a masked autoencoder sees: the order of a noise value per patch decides (He et al., arXiv 2111.06377).
 *
 * <p>With {@code shuffle = argsort(noise)}, the first {@code kept} entries are the visible patches and {@code restore} is the inverse
 * of {@code shuffle}, which puts encoded and masked tokens back into the image's order.
 *
 * @param keep the visible patches of each image in the order the encoder gets them, [B][kept]
 * @param restore for each patch its place among the shuffled ones, [B][L]; patch {@code p} is masked where it is at least {@code kept}
 */
public record RandomMasking(int[][] keep, int[][] restore) {
    /**
     * Orders each image's noise; equal values keep the patches' order.
     *
     * @param noise one value a patch, [B, L] flattened; no NaN
     * @param patches L, patches an image
     * @param ratio share of patches to mask, in [0, 1)
     */
    public static RandomMasking of(float[] noise, int patches, double ratio) {
        if (patches < 1 || noise.length % patches != 0) {
            throw new IllegalArgumentException(noise.length + " noise values do not fill rows of " + patches);
        }
        int batch = noise.length / patches;
        int kept = kept(patches, ratio);
        int[][] keep = new int[batch][kept]; // [B, kept]
        int[][] restore = new int[batch][patches]; // [B, L]
        long[] keys = new long[patches]; // [L]
        for (int b = 0; b < batch; b++) {
            for (int p = 0; p < patches; p++) {
                keys[p] = (long) ordered(noise[b * patches + p]) << 32 | p;
            }
            Arrays.sort(keys);
            for (int place = 0; place < patches; place++) {
                int patch = (int) keys[place];
                restore[b][patch] = place;
                if (place < kept) {
                    keep[b][place] = patch;
                }
            }
        }
        return new RandomMasking(keep, restore);
    }

    /** Number of visible patches, {@code floor(L * (1 - ratio))} as the reference computes it; at least one is required. */
    public static int kept(int patches, double ratio) {
        int kept = (int) (patches * (1 - ratio));
        if (!(ratio >= 0 && ratio < 1) || kept < 1) {
            throw new IllegalArgumentException("a mask ratio of " + ratio + " leaves no visible patch of " + patches);
        }
        return kept;
    }

    /** 1 where a patch is masked and 0 where it is visible, [B, L] flattened. */
    public float[] mask() {
        int kept = keep.length == 0 ? 0 : keep[0].length;
        int patches = restore.length == 0 ? 0 : restore[0].length;
        float[] mask = new float[restore.length * patches]; // [B, L]
        for (int i = 0; i < mask.length; i++) {
            mask[i] = restore[i / patches][i % patches] >= kept ? 1f : 0f;
        }
        return mask;
    }

    /** An integer in the order of the floats; both zeros are one value. */
    private static int ordered(float value) {
        int bits = Float.floatToIntBits(value + 0.0f);
        return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    }
}
