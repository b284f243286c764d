package org.nec4j.codec.model;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.tensor.SafeTensors;

/** A factorized bottleneck in a codec file: medians and tables under a prefix. */
final class FactorizedFormat implements LatentFormat {
    private static final String PREFIX = "bottleneck.";
    private static final String MEDIANS = "medians";

    @Override
    public String model() {
        return FactorizedCoder.MODEL;
    }

    @Override
    public List<String> decodingTensors(Collection<String> names) {
        return tensors(PREFIX);
    }

    @Override
    public LatentCoder read(SafeTensors file) {
        return read(file, PREFIX);
    }

    static CodecWriter write(float[] medians, CdfTables tables) {
        return write(CodecWriter.of(FactorizedCoder.MODEL), PREFIX, medians, tables);
    }

    /** What decoding under a bottleneck depends on, wherever it stands. */
    static List<String> tensors(String prefix) {
        return Stream.concat(Stream.of(prefix + MEDIANS), StoredTables.names(prefix).stream())
                .toList();
    }

    static FactorizedCoder read(SafeTensors file, String prefix) {
        return new FactorizedCoder(file.floats(prefix + MEDIANS), StoredTables.read(file, prefix));
    }

    /** Adds a bottleneck to a codec; throws UserException where medians and tables make none. */
    static CodecWriter write(CodecWriter codec, String prefix, float[] medians, CdfTables tables) {
        FactorizedCoder checked = new FactorizedCoder(medians, tables);
        return codec.floats(prefix + MEDIANS, new long[] {checked.dim()}, checked.medians())
                .tables(prefix, tables);
    }
}
