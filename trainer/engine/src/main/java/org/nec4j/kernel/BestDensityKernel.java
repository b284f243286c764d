package org.nec4j.kernel;

import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;

/** Which density kernels serve in this virtual machine. */
final class BestDensityKernel {
    static final DensityKernel PORTABLE = new PortableDensityKernel();
    static final GaussianKernel PORTABLE_GAUSSIAN = new PortableGaussianKernel();
    /** The Vector API's, where its module is present and arrays lie in the memory of this process. */
    static final Optional<DensityKernel> FAST = fast() ? Optional.of(Vectors.density()) : Optional.empty();

    static final Optional<GaussianKernel> FAST_GAUSSIAN = fast() ? Optional.of(Vectors.gaussian()) : Optional.empty();

    private BestDensityKernel() {}

    private static boolean fast() {
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        boolean ownMemory = Nd4j.getBackend().getClass().getSimpleName().equals("CpuBackend");
        return vectors && ownMemory;
    }

    /** Loaded only when the module is there. */
    private static final class Vectors {
        private Vectors() {}

        static DensityKernel density() {
            return new VectorDensityKernel();
        }

        static GaussianKernel gaussian() {
            return new VectorGaussianKernel();
        }
    }
}
