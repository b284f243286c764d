package org.nec4j.baseline;

import java.util.List;
import org.nec4j.codec.Codec;

/**
 * A codec that is there already.
 *
 * @param system    the system's name
 * @param setting   its place on the curve
 * @param codec     what codes
 * @param sideBytes of its file
 */
public record GivenCodec(String system, String setting, Codec codec, long sideBytes) implements Baseline<float[]> {
    @Override
    public SetCoder<float[]> fit(List<float[]> train) {
        return new CodecCoder(codec, sideBytes);
    }
}
