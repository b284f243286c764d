package org.nec4j.kernel;

/** Which kernels serve in this virtual machine. */
final class BestKernels {
    static final Kernels PORTABLE = new PortableKernels("asked for");
    static final Kernels INSTANCE = choose();

    private BestKernels() {}

    private static Kernels choose() {
        return new PortableKernels("the only implementation");
    }
}
