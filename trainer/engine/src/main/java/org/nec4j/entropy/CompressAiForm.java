package org.nec4j.entropy;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.nec4j.codec.tensor.SafeTensorsWriter;

/** An entropy model as CompressAI, and NEC on it, keeps it in a state dict: parameters under our names, and buffers beside them. */
public interface CompressAiForm {
    /** What it is called when it is told of, such as "hyperprior". */
    String words();

    /** The name of its factorized density, whose tables depend on its quantiles. */
    String bottleneck();

    /** Whether a state dict of these names holds it. */
    boolean isIn(Collection<String> names);

    /** Beginnings of the names of its buffers. */
    List<String> buffers();

    /**
     * Adds the buffers to a state dict.
     *
     * @param tensors the model's tensors, row-major, by name
     * @param tables  whether the integer tables are among them; left empty otherwise, as before {@code update()}
     */
    void addBuffers(SafeTensorsWriter file, Function<String, float[]> tensors, boolean tables);
}
