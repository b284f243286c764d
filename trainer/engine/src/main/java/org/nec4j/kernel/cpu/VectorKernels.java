package org.nec4j.kernel.cpu;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.nec4j.kernel.ComposedGrids;
import org.nec4j.kernel.ComposedMetrics;
import org.nec4j.kernel.ComposedSensing;
import org.nec4j.kernel.ComposedTransforms;
import org.nec4j.kernel.KernelParts;
import org.nec4j.kernel.Kernels;

/** The kernels on OpenBLAS and the Vector API, with threads of our own: for nd4j-native, and only where the module jdk.incubator.vector is. */
final class VectorKernels {
    private VectorKernels() {}

    /** @param team the threads that share a kernel */
    static Kernels of(Team team) {
        Kernels kernels = new KernelParts(
                new HostCopies(),
                new VectorElements(team),
                VectorTile.fits() ? new TileLinear(team) : new VectorLinear(team),
                new VectorNorm(team),
                new VectorAttention(team),
                new VectorPool(team),
                new HostTokens(),
                new HostPatches(team),
                new HostMaps(team),
                new HostLosses(team),
                new VectorDensityKernel(team),
                new VectorGaussianKernel(team),
                new ComposedTransforms(new HostAccess(team)),
                new ComposedSensing(new HostAccess(team)),
                new HostWindows(team),
                new ComposedGrids(new HostAccess(team)),
                new ComposedMetrics(new HostAccess(team)),
                new VectorUpdate(team),
                description(team));
        Gemm.singleThreaded();
        // ND4J's own threads would spin for a while after each of its operations, on the processors that the next
        // kernel wants.
        Nd4j.getBackend(); // or the library is not loaded yet
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1);
        return kernels;
    }

    private static String description(Team team) {
        int bits = VectorMath.SPECIES.vectorBitSize();
        return "Vector API, " + bits + " bit, OpenBLAS, " + team.threads()
                + (team.threads() == 1 ? " thread" : " threads");
    }
}
