package org.nec4j.step;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.codec.error.UserException;
import org.nec4j.objective.Measured;
import org.nec4j.objective.Objective;
import org.nec4j.objective.StepInputs;

/** A network with its optimizer: steps, and gives and takes their state. */
public final class Stepper {
    private final Objective objective;
    private final Network network;
    private final Optimizer optimizer;
    private final int images;

    /** @param images a batch */
    public Stepper(Objective objective, Network network, Optimizer optimizer, int images) {
        this.objective = objective;
        this.network = network;
        this.optimizer = optimizer;
        this.images = images;
    }

    /**
     * What a step measured before it moved the parameters.
     *
     * @param gradientNorm l2 norm of the network's gradient before clipping, the quantiles left out
     */
    public record Outcome(Losses losses, double gradientNorm) {
        /** Whether the step could be done; where not, the parameters are as they were before it. */
        public boolean isFinite() {
            return Double.isFinite(losses.loss()) && Double.isFinite(gradientNorm);
        }
    }

    /** One update of the parameters by the mean gradient of several batches; none where that is no number. */
    public Outcome step(long step, int accumulate, Supplier<StepInputs> inputs) {
        return update(step, accumulate, () -> network.forwardBackward(inputs.get()));
    }

    /** The same by batches that are computed elsewhere. */
    public Outcome step(long step, int accumulate, BatchWorkers workers) {
        Iterator<BatchGradient> batches =
                workers.compute(step, accumulate, optimizer.parameters()).iterator();
        return update(step, accumulate, () -> {
            BatchGradient batch = batches.next();
            optimizer.gradientIs(batch.gradient());
            network.graph().setScore(batch.measured().loss()); // what DL4J's listeners see
            return batch.measured();
        });
    }

    /** Computes one batch of somebody else's step with these parameters, and moves nothing. */
    BatchGradient batch(long step, StepInputs inputs, float[] parameters) {
        network.graph().getConfiguration().setIterationCount(Math.toIntExact(step));
        optimizer.parametersAre(parameters);
        Measured measured = network.forwardBackward(inputs);
        return new BatchGradient(measured, optimizer.gradient());
    }

    /** @param batch leaves a batch's gradient in the graph's and says what was measured */
    private Outcome update(long step, int accumulate, Supplier<Measured> batch) {
        ComputationGraph graph = network.graph();
        int iteration = Math.toIntExact(step);
        graph.getConfiguration().setIterationCount(iteration);
        Measured mean = Measured.NOTHING;
        for (int i = 0; i < accumulate; i++) {
            mean = mean.plus(batch.get(), 1.0 / accumulate);
            optimizer.accumulate(i, accumulate);
        }
        Losses losses = Losses.of(objective, mean, images);
        double gradient = optimizer.gradientNorm();
        Outcome outcome = new Outcome(losses, gradient);
        if (!outcome.isFinite()) {
            return outcome;
        }
        graph.getListeners().forEach(listener -> listener.onGradientCalculation(graph));
        optimizer.step(iteration, 0, gradient);
        graph.getListeners().forEach(listener -> listener.iterationDone(graph, iteration, 0));
        return outcome;
    }

    /** The l2 norm of what the last step took from the network's parameters, the quantiles left out. */
    public double updateNorm() {
        return optimizer.updateNorm();
    }

    /** The l2 norm of the network's parameters that train, the quantiles left out. */
    public double parameterNorm() {
        return optimizer.parameterNorm();
    }

    /**
     * Goes back to the numbers of a state; throws UserException where its tensors are not those of the settings.
     *
     * @param tensors by name, as {@link #tensors} gave them
     * @param moments as {@link #moments} gave them
     * @param from    whose state it is, for the message
     */
    public void restore(Map<String, float[]> tensors, float[] moments, String from) {
        Map<String, INDArray> views = network.plan().views(network.graph());
        if (!views.keySet().equals(tensors.keySet())) {
            throw new UserException(from + ": its saved state has other tensors than its settings ask for;"
                    + " settings that decide which tensors there are and which train cannot change within a run");
        }
        views.forEach((name, view) -> {
            if (view.length() != tensors.get(name).length) {
                throw new UserException(from + ": its saved state has a " + name + " of another size");
            }
            network.kernels().copies().into(view, tensors.get(name));
        });
        INDArray own = momentsView();
        if (own.length() != moments.length) {
            throw new UserException(from + ": its saved state has " + moments.length
                    + " optimizer numbers where its settings ask for " + own.length());
        }
        network.kernels().copies().into(own, moments);
    }

    /** Copies of the graph's tensors as they are now, by name. */
    public Map<String, float[]> tensors() {
        Map<String, float[]> tensors = new LinkedHashMap<>();
        network.plan()
                .views(network.graph())
                .forEach((name, view) ->
                        tensors.put(name, network.kernels().copies().of(view)));
        return tensors;
    }

    /** A copy of the optimizer's moments, DL4J's flat updater state. */
    public float[] moments() {
        return network.kernels().copies().of(momentsView());
    }

    /** Finds what went wrong with the numbers as they are now. */
    public Diagnosis diagnosis() {
        return new Diagnosis(network);
    }

    private INDArray momentsView() {
        return network.graph().getUpdater(true).getStateViewArray();
    }
}
