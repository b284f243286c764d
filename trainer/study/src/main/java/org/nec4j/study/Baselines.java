package org.nec4j.study;

import java.util.ArrayList;
import java.util.List;
import org.nec4j.baseline.Baseline;
import org.nec4j.baseline.BinarySigns;
import org.nec4j.baseline.FittedLayers;
import org.nec4j.baseline.FittedTransform;
import org.nec4j.baseline.FloatZstd;
import org.nec4j.baseline.ImageCodec;
import org.nec4j.baseline.ProductQuantized;
import org.nec4j.baseline.RawHalfZstd;
import org.nec4j.baseline.RawZstd;
import org.nec4j.baseline.TransformQuantized;
import org.nec4j.baseline.TransformQuantized.Transform;
import org.nec4j.baseline.UniformQuantized;
import org.nec4j.config.StudySettings.Systems;
import org.nec4j.data.ByteImage;
import org.nec4j.data.Normalization;
import org.nec4j.transform.TokenGrid;
import org.nec4j.vit.PatchGrid;

/** The baselines that settings name, at every rate point. */
final class Baselines {
    private static final int PAPER_BATCH = 32; // of the reference's classification evaluation
    private static final long PRODUCT_SEED = 0;

    private Baselines() {}

    /** Those on embeddings with all their tokens, of so many numbers each, over a grid of patches. */
    static List<Baseline<float[]>> ofTokens(Systems systems, int dim, PatchGrid patches) {
        TokenGrid grid = new TokenGrid(patches.rows(), patches.columns(), true);
        List<Baseline<float[]>> all = new ArrayList<>();
        systems.floatBits().forEach(bits -> all.add(new FloatZstd(bits)));
        systems.uniformBits().forEach(bits -> all.add(new UniformQuantized(bits, 0)));
        systems.batchBits().forEach(bits -> all.add(new UniformQuantized(bits, PAPER_BATCH)));
        systems.channels().forEach(step -> all.add(new TransformQuantized(Transform.CHANNELS, dim, step)));
        systems.klt().forEach(step -> all.add(new TransformQuantized(Transform.KLT, dim, step)));
        systems.transform().forEach(step -> all.add(new FittedTransform(dim, step)));
        systems.pooledLayer().forEach(step -> all.add(FittedLayers.pooled(grid, dim, step)));
        systems.layered().forEach(step -> all.add(FittedLayers.both(grid, dim, step, systems.layeredRatio())));
        systems.product().forEach(parts -> all.add(new ProductQuantized(dim, parts, PRODUCT_SEED)));
        if (systems.signs()) {
            all.add(new BinarySigns(dim));
        }
        return all;
    }

    /** Those on images, for an encoder that wants them normalized so. */
    static List<Baseline<ByteImage>> ofPictures(Systems systems, Normalization normalization) {
        List<Baseline<ByteImage>> all = new ArrayList<>();
        if (systems.raw()) {
            all.add(new RawZstd());
        }
        if (systems.rawHalf()) {
            all.add(new RawHalfZstd(normalization));
        }
        if (systems.png()) {
            all.add(ImageCodec.png());
        }
        systems.jpeg().forEach(bytes -> all.add(ImageCodec.jpeg(bytes)));
        systems.jpeg2000().forEach(bytes -> all.add(ImageCodec.jpeg2000(bytes)));
        systems.webp().forEach(bytes -> all.add(ImageCodec.webp(bytes)));
        return all;
    }
}
