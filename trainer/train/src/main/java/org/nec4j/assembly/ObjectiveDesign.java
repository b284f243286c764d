package org.nec4j.assembly;

import org.nec4j.config.Experiment;
import org.nec4j.config.ObjectiveChoice;
import org.nec4j.objective.Objective;
import org.nec4j.vit.VitShape;

/** An objective as an experiment chooses it: the record of its settings, which makes the objective. */
public interface ObjectiveDesign extends ObjectiveChoice {
    /** The objective that the experiment's settings describe, for a model of this shape. */
    Objective objective(Experiment experiment, VitShape shape);

    /** The objective that an experiment chooses. */
    static Objective chosen(Experiment experiment, VitShape shape) {
        if (experiment.objective().kind() instanceof ObjectiveDesign design) {
            return design.objective(experiment, shape);
        }
        throw new IllegalStateException(experiment.objective().kind().getClass().getName() + " makes no objective");
    }
}
