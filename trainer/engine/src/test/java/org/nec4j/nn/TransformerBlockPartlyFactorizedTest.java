package org.nec4j.nn;

import org.nec4j.kernel.GeluForm;

/** One factorized product beside whole ones, with a gelu that no product is fused to. */
class TransformerBlockPartlyFactorizedTest extends FusedLayerBattery<TransformerBlock> {
    TransformerBlockPartlyFactorizedTest() {
        super(
                () -> new TransformerBlock("block", 4, 6, 2, 1e-6, GeluForm.TANH, new BlockRanks(0, 0, 2, 0)),
                shape(2, 3, 4),
                shape(2, 3, 4));
    }
}
