package org.nec4j.kernel.cpu;

import org.nec4j.codec.model.OrderedProduct;

/** The codec's products by the Vector API, where its module is. */
public final class VectorOrderedProducts implements OrderedProduct.Library {
    @Override
    public boolean isUsable() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    }

    @Override
    public OrderedProduct of(float[][] transposed) {
        return new VectorOrderedProduct(transposed);
    }
}
