package org.nec4j.nn;

import org.nec4j.kernel.GeluForm;

class TransformerBlockTanhGeluTest extends TransformerBlockTest {
    @Override
    protected TransformerBlock layer() {
        return new TransformerBlock("block", 4, 6, 2, 1e-6, GeluForm.TANH);
    }
}
