package org.nec4j.kernel.portable;

import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Rint;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.BooleanIndexing;
import org.nd4j.linalg.indexing.conditions.Conditions;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nec4j.kernel.ElementKernels;
import org.nec4j.kernel.GeluForm;

/** Elementwise passes of ND4J operations. */
final class PortableElements implements ElementKernels {
    @Override
    public void copy(INDArray x, INDArray y) {
        y.assign(x.reshape('c', y.shape()));
    }

    @Override
    public void fill(double value, INDArray x) {
        x.assign(value);
    }

    @Override
    public void gelu(GeluForm form, INDArray pre, INDArray post) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            pre.muli(Gelu.gate(form, pre), post.reshape('c', true, pre.shape()));
        }
    }

    @Override
    public void geluBackward(GeluForm form, INDArray pre, INDArray d) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            d.muli(Gelu.slope(form, pre).reshape(d.shape()));
        }
    }

    @Override
    public void addScaled(double factor, INDArray x, INDArray y) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            y.addi(x.mul(factor).reshape('c', true, y.shape()));
        }
    }

    @Override
    public void scale(double factor, INDArray x) {
        x.muli(factor);
    }

    @Override
    public void divide(double divisor, INDArray x) {
        x.divi(divisor);
    }

    @Override
    public void follow(double share, double scale, INDArray x, INDArray y) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            y.muli(1 - share).addi(x.mul(share * scale));
        }
    }

    @Override
    public void magnitudes(INDArray x, INDArray out) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            out.assign(Transforms.abs(x, true));
        }
    }

    @Override
    public void rectify(INDArray x) {
        BooleanIndexing.replaceWhere(x, 0, Conditions.lessThan(0)); // keeps what is no number
    }

    @Override
    public void timesSign(INDArray x, INDArray dx) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray sign = Transforms.sign(x, true);
            BooleanIndexing.assignIf(sign, x, Conditions.isNan());
            dx.muli(sign.reshape(dx.shape()));
        }
    }

    @Override
    public void roundAround(INDArray centres, INDArray y) {
        try (MemoryWorkspace scratch = Nd.scratch()) {
            INDArray centre = Nd.flat(centres); // [C]
            INDArray rows = Nd.rows(y, centre.length()); // [.., C]
            INDArray centred = rows.subRowVector(centre);
            rows.assign(Nd4j.exec(new Rint(centred, centred)).addiRowVector(centre));
        }
    }
}
