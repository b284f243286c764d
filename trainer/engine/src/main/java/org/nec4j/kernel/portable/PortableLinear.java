package org.nec4j.kernel.portable;

import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.kernel.LinearKernels;

/** Linear layers of ND4J operations. */
final class PortableLinear implements LinearKernels {
    @Override
    public void forward(INDArray x, INDArray w, INDArray b, INDArray y) {
        INDArray rows = Nd.rows(y, w.size(0)); // [R, N]
        Nd4j.matmul(Nd.rows(x, w.size(1)), w, rows, false, true, false);
        rows.addiRowVector(b);
    }

    @Override
    public void forwardResidual(INDArray x, INDArray w, INDArray b, INDArray residual, INDArray y) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray product = Nd4j.create(y.dataType(), new long[] {y.length() / w.size(0), w.size(0)}, 'c'); // [R, N]
            forward(x, w, b, product);
            product.addi(Nd.rows(residual, w.size(0)));
            Nd.rows(y, w.size(0)).assign(product);
        }
    }

    @Override
    public void forwardGelu(INDArray x, INDArray w, INDArray b, INDArray pre, INDArray post) {
        forward(x, w, b, pre);
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray preRows = Nd.rows(pre, w.size(0)); // [R, N]
            preRows.muli(Gelu.cdf(preRows), Nd.rows(post, w.size(0)));
        }
    }

    @Override
    public void backwardInput(INDArray dy, INDArray w, INDArray dx) {
        Nd4j.matmul(Nd.rows(dy, w.size(0)), w, Nd.rows(dx, w.size(1)), false, false, false);
    }

    @Override
    public void backwardInputGelu(INDArray dy, INDArray w, INDArray pre, INDArray dpre) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray slope = Gelu.slope(pre); // [R, K]
            backwardInput(dy, w, dpre);
            dpre.muli(slope.reshape(dpre.shape()));
        }
    }

    @Override
    public void backwardWeights(INDArray dy, INDArray x, INDArray dw, INDArray db) {
        INDArray dyRows = Nd.rows(dy, dw.size(0)); // [R, N]
        Nd4j.matmul(dyRows, Nd.rows(x, dw.size(1)), dw, true, false, false);
        try (MemoryWorkspace scratch = Nd.scratch()) {
            db.assign(dyRows.sum(0).reshape(db.shape()));
        }
    }
}
