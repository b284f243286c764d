package org.nec4j.kernel.cpu;

import java.util.List;

/** The cores that OpenBLAS has kernels for and this processor can run, for tests elsewhere. */
public final class RunnableCores {
    public static final String NONE = "none";

    private RunnableCores() {}

    public static List<String> here() {
        List<String> cores = Cores.ofThisProcessor();
        return cores.isEmpty() ? List.of(NONE) : cores;
    }
}
