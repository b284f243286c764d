package org.nec4j.baseline;

import java.util.List;
import java.util.Locale;
import org.nec4j.codec.Codec;
import org.nec4j.transform.TransformFit;

/**
 * The transform codec that {@code nec4j fit} makes, with the bytes of its files.
 *
 * @param dim  numbers a token
 * @param step of the quantizer, in units of the embedding
 */
public record FittedTransform(int dim, double step) implements Baseline<float[]> {
    @Override
    public String system() {
        return "nec4j transform";
    }

    @Override
    public String setting() {
        return String.format(Locale.ROOT, "step %.3g", step);
    }

    @Override
    public SetCoder<float[]> fit(List<float[]> train) {
        byte[] file = TransformFit.fit(train, dim, step).toBytes();
        return new CodecCoder(Codec.of(file, "the fitted codec"), file.length);
    }
}
