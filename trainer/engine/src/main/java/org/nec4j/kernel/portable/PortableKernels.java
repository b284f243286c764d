package org.nec4j.kernel.portable;

import org.nec4j.kernel.ComposedGrids;
import org.nec4j.kernel.ComposedMetrics;
import org.nec4j.kernel.ComposedSensing;
import org.nec4j.kernel.ComposedTransforms;
import org.nec4j.kernel.ComposedWindows;
import org.nec4j.kernel.KernelParts;
import org.nec4j.kernel.Kernels;

/**
 * The kernels as ND4J operations only: they run on every backend, in float32 and in float64, and are what tests measure the
 * fast ones against. Temporaries lie in a workspace of their own that is used again by the next call.
 */
public final class PortableKernels {
    private PortableKernels() {}

    /** @param reason why no faster kernels serve here, a clause such as "no Vector API module" */
    public static Kernels because(String reason) {
        return new KernelParts(
                new PortableCopies(),
                new PortableElements(),
                new PortableLinear(),
                new PortableLayerNorm(),
                new PortableAttention(),
                new PortablePool(),
                new PortableTokens(),
                new PortablePatches(),
                new PortableMaps(),
                new PortableLosses(),
                new PortableDensityKernel(),
                new PortableGaussianKernel(),
                new ComposedTransforms(new PortableAccess()),
                new ComposedSensing(new PortableAccess()),
                new ComposedWindows(new PortableAccess()),
                new ComposedGrids(new PortableAccess()),
                new ComposedMetrics(new PortableAccess()),
                new PortableUpdates(),
                "portable ND4J operations (" + reason + ")");
    }
}
