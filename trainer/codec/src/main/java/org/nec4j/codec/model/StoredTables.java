package org.nec4j.codec.model;

import java.util.List;
import java.util.stream.Stream;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.tensor.SafeTensors;

/** Probability tables in a codec file: three tensors under a common prefix, padded as CompressAI has them. */
public final class StoredTables {
    static final String CDF = "_quantized_cdf";
    static final String CDF_LENGTH = "_cdf_length";
    static final String OFFSET = "_offset";

    private StoredTables() {}

    /** The names of the three tensors, in the order in which digests take them. */
    public static List<String> names(String prefix) {
        return Stream.of(CDF, CDF_LENGTH, OFFSET).map(prefix::concat).toList();
    }

    /** Reads tables; throws UserException where the tensors are none. */
    public static CdfTables read(SafeTensors file, String prefix) {
        return CdfTables.ofPadded(file.ints(prefix + CDF), file.ints(prefix + CDF_LENGTH), file.ints(prefix + OFFSET));
    }
}
