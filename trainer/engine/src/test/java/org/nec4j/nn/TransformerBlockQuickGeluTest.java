package org.nec4j.nn;

import org.nec4j.kernel.GeluForm;

class TransformerBlockQuickGeluTest extends FusedLayerBattery<TransformerBlock> {
    TransformerBlockQuickGeluTest() {
        super(() -> new TransformerBlock("block", 4, 6, 2, 1e-6, GeluForm.QUICK), shape(2, 3, 4), shape(2, 3, 4));
    }
}
