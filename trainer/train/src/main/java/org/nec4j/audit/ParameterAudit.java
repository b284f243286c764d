package org.nec4j.audit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import org.nec4j.assembly.Blueprint;
import org.nec4j.assembly.ObjectiveDesign;
import org.nec4j.assembly.ParameterPlan;
import org.nec4j.config.Experiment;
import org.nec4j.config.ParameterRule;
import org.nec4j.config.ParameterRules;
import org.nec4j.config.Span;

/** Looks at which parameters an experiment trains: whether its rules decide each tensor, and whether the share is the promised one. */
final class ParameterAudit {
    /** What decides which tensors there are. */
    private static final String[] OF_NAMES = {
        "model.preset", "model.depth", "model.decoder-depth", "entropy.model", "entropy.hyperprior", "objective.kind"
    };

    private final Experiment experiment;
    private final Findings found;

    private ParameterAudit(Experiment experiment, Findings found) {
        this.experiment = experiment;
        this.found = found;
    }

    /** Adds what is wrong with an experiment whose objective and entropy model go together. */
    static void of(Experiment experiment, Findings found) {
        new ParameterAudit(experiment, found).rules();
    }

    private void rules() {
        String key = "training.parameters";
        Map<String, long[]> shapes = Blueprint.of(experiment).tensorShapes();
        List<ParameterRule> rules = experiment.training().parameters();
        ParameterRules.Assignment assignment = ParameterRules.examine(
                rules,
                shapes.keySet(),
                experiment.model().depth(),
                experiment.model().decoderDepth());
        assignment
                .useless()
                .forEach((rule, why) ->
                        found.unless(false, key + "[" + rule + "]", "decides nothing: " + why, OF_NAMES));
        found.unless(
                assignment.uncovered().isEmpty(),
                key,
                "are incomplete: " + ParameterRules.uncovered(assignment.uncovered()),
                OF_NAMES);
        for (String fixed : ParameterPlan.FIXED) {
            ParameterRule rule = assignment.rules().get(fixed);
            if (rule != null && rule.train()) {
                found.unless(false, key + "[" + rules.indexOf(rule) + "]", ParameterPlan.wouldTrain(rule, fixed));
            }
        }
        if (assignment.uncovered().isEmpty()) {
            share(shapes, assignment.rules());
        }
    }

    private void share(Map<String, long[]> shapes, Map<String, ParameterRule> rules) {
        double all = 0;
        double trainable = 0;
        for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
            if (!tensor.getKey().endsWith("pos_embed")) {
                long numbers = LongStream.of(tensor.getValue()).reduce(1, Math::multiplyExact);
                all += numbers;
                trainable += rules.get(tensor.getKey()).train() ? numbers : 0;
            }
        }
        Span band = experiment.training().trainableShare();
        found.unless(
                band.contains(trainable / all),
                "training.trainable-share",
                String.format(
                        Locale.ROOT,
                        "promises [%s, %s], but %.4f of the numbers would train; %s",
                        band.low(),
                        band.high(),
                        trainable / all,
                        ObjectiveDesign.of(experiment).otherShare()),
                "training.parameters",
                "model",
                "entropy");
    }
}
