package org.nec4j.kernel;

import java.util.Optional;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.codec.error.UserException;

/** Which kernels serve in this virtual machine. Names {@link VectorKernels} only once its module is known to be there. */
final class BestKernels {
    static final Kernels PORTABLE = new PortableKernels("asked for");
    private static Optional<Kernels> best = Optional.empty();

    private BestKernels() {}

    static synchronized Kernels best() {
        if (best.isEmpty()) {
            if (isNative()) {
                Blas.here(); // before any kernel, so that nothing is computed where nothing right is left
            }
            Optional<String> obstacle = obstacle();
            best = Optional.of(obstacle.isPresent() ? new PortableKernels(obstacle.get()) : Vectors.kernels());
        }
        return best.get();
    }

    static boolean isNative() {
        return Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
    }

    /** What keeps the kernels on the Vector API from serving here, in a phrase. */
    static Optional<String> obstacle() {
        if (!isNative()) {
            return Optional.of("the backend is not nd4j-native");
        }
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return Optional.of("start Java with --add-modules jdk.incubator.vector for faster ones");
        }
        if (!Vectors.fuse()) {
            return Optional.of("the processor has no fused multiply-add on vectors");
        }
        return Optional.empty();
    }

    static int threads() {
        int cores = Runtime.getRuntime().availableProcessors();
        int threads = Integer.getInteger("nec4j.threads", cores);
        if (threads < 1) {
            throw new UserException("system property nec4j.threads must be 1 or more, not " + threads);
        }
        return threads;
    }

    /** Loaded only when the module is there. */
    private static final class Vectors {
        private Vectors() {}

        static Kernels kernels() {
            return new VectorKernels(Team.shared());
        }

        /** x86 processors with vectors of 256 bit integers (AVX2) have it, and so have all 64-bit ARM processors. */
        static boolean fuse() {
            return VectorMath.SPECIES.vectorBitSize() >= 256
                    || System.getProperty("os.arch").equals("aarch64");
        }
    }
}
