package org.nec4j.step;

import org.nec4j.entropy.Relaxation;
import org.nec4j.entropy.StepRange;
import org.nec4j.entropy.TransformModel;
import org.nec4j.entropy.TransformShape;
import org.nec4j.objective.Distillation;
import org.nec4j.objective.Objective;
import org.nec4j.objective.PostFilter;
import org.nec4j.vit.VitShape;

/** With noise in place of rounding, whose gradients are slopes. */
class DistillationTest extends ObjectiveBattery {
    @Override
    Objective objective(VitShape shape) {
        TransformShape transform =
                new TransformShape(shape.grid().rows(), shape.grid().columns(), shape.dim(), 6);
        TransformModel model = new TransformModel(transform, Relaxation.NOISE, StepRange.USUAL);
        PostFilter filter = new PostFilter(model, new PostFilter.Shape(8, 16, 2, shape.layerNormEps()), 7, 0.5);
        return new Distillation(model, filter, 7);
    }
}
