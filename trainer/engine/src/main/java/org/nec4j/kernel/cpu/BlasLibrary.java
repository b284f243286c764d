package org.nec4j.kernel.cpu;

import java.util.List;
import java.util.Optional;

/** A native library of linear algebra with kernels for several processors: the seam behind which a wrong one stands in tests. */
interface BlasLibrary {
    /** Name and version, such as "OpenBLAS 0.3.31". */
    String name();

    /** The processor whose kernels compute, in the library's words, such as "Haswell"; "unknown core" where it does not tell. */
    String core();

    /** The processors whose kernels this one can run, the fastest first; empty where that is not known. */
    List<String> cores();

    /** Computes with another processor's kernels from now on. False, and nothing changed, where that cannot be. */
    boolean take(String core);

    Products products();

    /** What is wrong with the products that ND4J's own operations take from the library, in a phrase; empty where all are right. */
    Optional<String> faultOfOperations();
}
