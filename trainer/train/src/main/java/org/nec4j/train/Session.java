package org.nec4j.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.codec.error.UserException;
import org.nec4j.objective.Measured;
import org.nec4j.objective.Objective;
import org.nec4j.objective.StepInputs;

/** A network with its optimiser: steps, and gives and takes their state. */
final class Session {
    private final Objective objective;
    private final Network network;
    private final Optimizer optimizer;
    private final int batch;

    /** @param batch images a batch */
    Session(Objective objective, Network network, Optimizer optimizer, int batch) {
        this.objective = objective;
        this.network = network;
        this.optimizer = optimizer;
        this.batch = batch;
    }

    /** What a step measured; the norms of update and parameters only where they were asked for, else not a number. */
    record Outcome(Losses losses, Norms norms) {
        /** Whether the step could be done; where not, the parameters are as they were before it. */
        boolean isFinite() {
            return Double.isFinite(losses.loss()) && Double.isFinite(norms.gradient());
        }
    }

    /** One update of the parameters by the mean gradient of several batches; none where that is no number. */
    Outcome step(long step, int accumulate, boolean allNorms, Supplier<StepInputs> inputs) {
        ComputationGraph graph = network.graph();
        int iteration = Math.toIntExact(step);
        graph.getConfiguration().setIterationCount(iteration);
        Measured mean = Measured.NOTHING;
        for (int i = 0; i < accumulate; i++) {
            mean = mean.plus(network.forwardBackward(inputs.get()), 1.0 / accumulate);
            optimizer.accumulate(i, accumulate);
        }
        Losses losses = Losses.of(objective, mean, batch);
        double gradient = optimizer.gradientNorm();
        Outcome outcome = new Outcome(losses, new Norms(gradient, Double.NaN, Double.NaN));
        if (!outcome.isFinite()) {
            return outcome;
        }
        graph.getListeners().forEach(listener -> listener.onGradientCalculation(graph));
        optimizer.step(iteration, 0, gradient);
        graph.getListeners().forEach(listener -> listener.iterationDone(graph, iteration, 0));
        return allNorms
                ? new Outcome(losses, new Norms(gradient, optimizer.updateNorm(), optimizer.parameterNorm()))
                : outcome;
    }

    /** Goes back to a state of this run; throws UserException where its tensors are not those of the settings. */
    void restore(RunState state, RunFolder folder) {
        Map<String, INDArray> views = network.plan().views(network.graph());
        if (!views.keySet().equals(state.tensors().keySet())) {
            throw new UserException(folder.path() + ": its saved state has other tensors than its settings ask for;"
                    + " settings that decide which tensors there are and which train cannot change within a run");
        }
        views.forEach((name, view) -> {
            if (view.length() != state.tensors().get(name).length) {
                throw new UserException(folder.path() + ": its saved state has a " + name + " of another size");
            }
            network.kernels().copies().into(view, state.tensors().get(name));
        });
        INDArray moments = moments();
        if (moments.length() != state.moments().length) {
            throw new UserException(folder.path() + ": its saved state has " + state.moments().length
                    + " optimiser numbers where its settings ask for " + moments.length());
        }
        network.kernels().copies().into(moments, state.moments());
    }

    /** The state after so many steps. */
    RunState state(long steps, RunMemory memory) {
        Map<String, float[]> tensors = new LinkedHashMap<>();
        network.plan()
                .views(network.graph())
                .forEach((name, view) ->
                        tensors.put(name, network.kernels().copies().of(view)));
        return new RunState(steps, tensors, network.kernels().copies().of(moments()), memory);
    }

    /** Finds what went wrong with the numbers as they are now. */
    Diagnosis diagnosis() {
        return new Diagnosis(network);
    }

    private INDArray moments() {
        return network.graph().getUpdater(true).getStateViewArray();
    }
}
