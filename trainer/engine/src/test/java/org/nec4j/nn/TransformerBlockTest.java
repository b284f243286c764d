package org.nec4j.nn;

class TransformerBlockTest extends FusedLayerBattery<TransformerBlock> {
    TransformerBlockTest() {
        super(() -> new TransformerBlock("block", 4, 6, 2, 1e-6), shape(2, 3, 4), shape(2, 3, 4));
    }
}
