package org.nec4j.factorize;

import java.util.Map;
import org.nec4j.assembly.StartingPoint;
import org.nec4j.data.ImageSource;
import org.nec4j.export.Preprocessing;
import org.nec4j.kernel.Kernels;
import org.nec4j.progress.Console;

/** A pretrained encoder and the smaller ones that it can be made into; its layers are looked at once for all of them. */
public final class SmallerEncoders {
    private final StartingPoint start;
    private final Factorization factorization;

    private SmallerEncoders(StartingPoint start, Map<String, Moments> moments) {
        this.start = start;
        this.factorization = new Factorization(model(start), moments);
    }

    /** Those that are nearest in what layers give on at most so many of the images. */
    public static SmallerEncoders aware(
            StartingPoint start,
            ImageSource images,
            int most,
            Preprocessing preprocessing,
            Kernels kernels,
            Console console) {
        return new SmallerEncoders(start, LayerMoments.of(model(start), preprocessing, images, most, kernels, console));
    }

    /** Those that are nearest in their weights. */
    public static SmallerEncoders svd(StartingPoint start) {
        return new SmallerEncoders(start, Map.of());
    }

    /**
     * The one with at most this share of the whole encoder's numbers, distilled so many steps on these images; throws UserException where that share is too
     * little.
     */
    public StartingPoint keeping(
            double share,
            RankRule rule,
            long distill,
            ImageSource images,
            Preprocessing preprocessing,
            Kernels kernels,
            Console console) {
        EncoderModel small = Distilling.distilled(
                model(start), factorization.keeping(share, rule), distill, images, preprocessing, kernels, console);
        return new StartingPoint(small.shape(), small.tensors(), start.checkpoint());
    }

    /** Numbers of an encoder, positions not counted. */
    public static long numbers(StartingPoint start) {
        return model(start).numbers();
    }

    private static EncoderModel model(StartingPoint start) {
        return new EncoderModel(start.shape(), start.tensors());
    }
}
