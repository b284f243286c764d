package org.nec4j.kernel.cpu;

import java.util.Optional;
import java.util.function.Function;
import org.nec4j.kernel.Kernels;

/** The kernels for arrays in this process's memory. Names {@link VectorKernels} only once the Vector API is known to be there. */
public final class CpuKernels {
    private CpuKernels() {}

    /**
     * The fastest that this virtual machine can run.
     *
     * @param portable gives kernels for all that would need vectors, told why vectors do not serve
     * @throws org.nec4j.codec.error.UserException if nothing here multiplies matrices right
     */
    public static Kernels best(Function<String, Kernels> portable) {
        Blas.here(); // before any kernel, so that nothing is computed where nothing right is left
        return obstacle()
                .map(reason -> HostKernels.with(portable.apply(reason)))
                .orElseGet(Vectors::kernels);
    }

    /** What keeps the kernels on the Vector API from serving here, in a phrase. */
    static Optional<String> obstacle() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return Optional.of("start Java with --add-modules jdk.incubator.vector for faster ones");
        }
        if (!Vectors.fuse()) {
            return Optional.of("the processor has no fused multiply-add on vectors");
        }
        return Optional.empty();
    }

    /** Loaded only when the module is there. */
    private static final class Vectors {
        private Vectors() {}

        static Kernels kernels() {
            return VectorKernels.of(Team.shared());
        }

        /** x86 processors with vectors of 256 bit integers (AVX2) have it, and so have all 64-bit ARM processors. */
        static boolean fuse() {
            return VectorMath.SPECIES.vectorBitSize() >= 256
                    || System.getProperty("os.arch").equals("aarch64");
        }
    }
}
