package org.nec4j.nn;

import org.nec4j.kernel.Kernels;

/**
 * What all layers of one graph share while they run.
 *
 * @param kernels the mathematics
 * @param scratch temporaries that live no longer than one call of one layer
 */
public record LayerContext(Kernels kernels, Scratch scratch) {
    /** A context of its own with the fastest kernels of this machine. */
    public static LayerContext create() {
        return new LayerContext(Kernels.best(), new Scratch());
    }
}
