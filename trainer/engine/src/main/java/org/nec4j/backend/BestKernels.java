package org.nec4j.backend;

import java.util.Optional;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.cpu.CpuKernels;
import org.nec4j.kernel.portable.PortableKernels;

/** Which kernels serve in this virtual machine: those for this process's memory where arrays lie in it, else ND4J's operations. */
final class BestKernels {
    private static Optional<Kernels> best = Optional.empty();

    private BestKernels() {}

    static synchronized Kernels best() {
        if (best.isEmpty()) {
            best = Optional.of(
                    isNative()
                            ? CpuKernels.best(PortableKernels::because)
                            : PortableKernels.because("the backend is not nd4j-native"));
        }
        return best.get();
    }

    static boolean isNative() {
        return Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
    }
}
