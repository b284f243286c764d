package org.nec4j.kernel;

import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;

/** Which density kernels serve in this virtual machine. */
final class BestDensityKernel {
    static final DensityKernel PORTABLE = new PortableDensityKernel();
    /** The Vector API's, where its module is present and arrays lie in the memory of this process. */
    static final Optional<DensityKernel> FAST = fast();

    private BestDensityKernel() {}

    private static Optional<DensityKernel> fast() {
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        boolean ownMemory = Nd4j.getBackend().getClass().getSimpleName().equals("CpuBackend");
        return vectors && ownMemory ? Optional.of(new VectorDensityKernel()) : Optional.empty();
    }
}
