package org.nec4j.nn;

import org.nec4j.kernel.GeluForm;

class TransformerBlockFactorizedTest extends FusedLayerBattery<TransformerBlock> {
    TransformerBlockFactorizedTest() {
        super(
                () -> new TransformerBlock("block", 4, 6, 2, 1e-6, GeluForm.ERF, new BlockRanks(3, 2, 1, 2)),
                shape(2, 3, 4),
                shape(2, 3, 4));
    }
}
