package org.nec4j.kernel.portable;

import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nec4j.kernel.LayerNormKernels;

/** Layer norm of ND4J operations. */
final class PortableLayerNorm implements LayerNormKernels {
    @Override
    public void forward(INDArray x, INDArray gain, INDArray bias, double eps, INDArray y, INDArray stats) {
        long d = gain.length();
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray rows = Nd.rows(x, d);
            INDArray mean = rows.mean(true, 1); // [R, 1]
            INDArray centred = rows.subColumnVector(mean); // [R, D]
            INDArray rstd = centred.mul(centred).mean(true, 1).addi(eps); // [R, 1]
            Transforms.pow(rstd, -0.5, false);
            INDArray stat = Nd.rows(stats, 2);
            stat.getColumn(0).assign(mean.reshape(mean.length()));
            stat.getColumn(1).assign(rstd.reshape(rstd.length()));
            centred.muliColumnVector(rstd).muliRowVector(gain).addiRowVector(bias);
            Nd.rows(y, d).assign(centred);
        }
    }

    @Override
    public void backwardInput(INDArray dy, INDArray x, INDArray gain, INDArray stats, INDArray dx) {
        long d = gain.length();
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray xhat = normalized(x, stats, d); // [R, D]
            INDArray g = Nd.rows(dy, d).mulRowVector(gain); // [R, D]
            INDArray meanG = g.mean(true, 1); // [R, 1]
            INDArray meanGx = g.mul(xhat).mean(true, 1); // [R, 1]
            g.subiColumnVector(meanG).subi(xhat.muliColumnVector(meanGx));
            g.muliColumnVector(Nd.rows(stats, 2).getColumn(1, true).dup());
            Nd.rows(dx, d).assign(g);
        }
    }

    @Override
    public void backwardInputResidual(
            INDArray dy, INDArray x, INDArray gain, INDArray stats, INDArray residual, INDArray dx) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray sum = residual.dup('c');
            INDArray gradient = Nd4j.create(dx.dataType(), dx.shape(), 'c');
            backwardInput(dy, x, gain, stats, gradient);
            dx.assign(sum.reshape('c', dx.shape()).addi(gradient));
        }
    }

    @Override
    public void backwardWeights(INDArray dy, INDArray x, INDArray stats, INDArray dgain, INDArray dbias) {
        long d = dgain.length();
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray dyRows = Nd.rows(dy, d);
            dgain.assign(normalized(x, stats, d).muli(dyRows).sum(0).reshape(dgain.shape()));
            dbias.assign(dyRows.sum(0).reshape(dbias.shape()));
        }
    }

    private static INDArray normalized(INDArray x, INDArray stats, long d) {
        INDArray stat = Nd.rows(stats, 2);
        return Nd.rows(x, d)
                .subColumnVector(stat.getColumn(0, true).dup())
                .muliColumnVector(stat.getColumn(1, true).dup());
    }
}
