package org.nec4j.assembly;

import org.nec4j.config.EntropyChoice;
import org.nec4j.config.Experiment;
import org.nec4j.entropy.EntropyModel;

/** An entropy model as an experiment chooses it: the record of its settings, which makes the model. */
public interface EntropyDesign extends EntropyChoice {
    /** The model that the experiment's settings describe, whether or not they choose it. */
    EntropyModel model(Experiment experiment);

    /** The model that an experiment chooses. */
    static EntropyModel chosen(Experiment experiment) {
        return of(experiment.entropy().model()).model(experiment);
    }

    /** The design behind a choice. */
    static EntropyDesign of(EntropyChoice choice) {
        if (choice instanceof EntropyDesign design) {
            return design;
        }
        throw new IllegalStateException(choice.getClass().getName() + " makes no entropy model");
    }
}
