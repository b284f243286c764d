package org.nec4j.kernel.cpu;

import org.nec4j.kernel.ComposedGrids;
import org.nec4j.kernel.ComposedMetrics;
import org.nec4j.kernel.ComposedSensing;
import org.nec4j.kernel.ComposedTransforms;
import org.nec4j.kernel.KernelParts;
import org.nec4j.kernel.Kernels;

/** Kernels that move memory about, for nd4j-native where the Vector API does not serve; all others are handed in. */
final class HostKernels {
    private HostKernels() {}

    /**
     * With the threads that all kernels of this process share.
     *
     * @param others what gives all kernels that would need vectors
     */
    static Kernels with(Kernels others) {
        Team team = Team.shared();
        return new KernelParts(
                new HostCopies(),
                others.elements(),
                others.linear(),
                others.layerNorm(),
                others.attention(),
                others.pool(),
                new HostTokens(),
                new HostPatches(team),
                new HostMaps(team),
                new HostLosses(team),
                others.density(),
                others.gaussian(),
                new ComposedTransforms(new HostAccess(team)),
                new ComposedSensing(new HostAccess(team)),
                new HostWindows(team),
                new ComposedGrids(new HostAccess(team)),
                new ComposedMetrics(new HostAccess(team)),
                others.updates(),
                others.description());
    }
}
