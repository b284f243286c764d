package org.nec4j.kernel.portable;

import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nec4j.kernel.UpdateKernels;

/** An optimizer of ND4J operations. */
final class PortableUpdates implements UpdateKernels {
    @Override
    public double squares(INDArray x) {
        double norm = x.norm2Number().doubleValue();
        return norm * norm;
    }

    @Override
    public void adam(INDArray g, INDArray m, INDArray v, double rate, double beta1, double beta2, double epsilon) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            m.muli(beta1).addi(g.mul(1 - beta1));
            v.muli(beta2).addi(g.mul(g).muli(1 - beta2));
            g.assign(m.mul(rate).divi(Transforms.sqrt(v, true).addi(epsilon)));
        }
    }
}
