package org.nec4j.assembly;

import org.nec4j.codec.model.CodecWriter;
import org.nec4j.config.Experiment;
import org.nec4j.config.ObjectiveChoice;
import org.nec4j.objective.Objective;
import org.nec4j.vit.VitShape;

/** An objective as an experiment chooses it: the record of its settings, which makes the objective and the codec of a run. */
public interface ObjectiveDesign extends ObjectiveChoice {
    /** The objective that the experiment's settings describe, for a model of this shape. */
    Objective objective(Experiment experiment, VitShape shape);

    /** Whether training sees images as evaluation does, under data.symmetries alone, and not in random crops. */
    default boolean seesImagesAsEvaluationDoes() {
        return false;
    }

    /** Whether a codec's tables are counted on images, which need not be those that the run learnt from, and not learnt with it. */
    default boolean countsTablesOnImages() {
        return false;
    }

    /** What a reader does so that another share of the numbers trains, the end of a sentence. */
    default String otherShare() {
        return "change training.parameters or the band";
    }

    /** The codec of a run that was trained; by itself what the entropy model makes of the trained tensors. */
    default CodecWriter codec(TrainedRun run) {
        return run.blueprint().codec(run.trained(), run.preprocessing(), run.provenance(), run.withDecoder());
    }

    /** What an experiment chooses. */
    static ObjectiveDesign of(Experiment experiment) {
        if (experiment.objective().kind() instanceof ObjectiveDesign design) {
            return design;
        }
        throw new IllegalStateException(experiment.objective().kind().getClass().getName() + " makes no objective");
    }

    /** The objective that an experiment chooses. */
    static Objective chosen(Experiment experiment, VitShape shape) {
        return of(experiment).objective(experiment, shape);
    }
}
