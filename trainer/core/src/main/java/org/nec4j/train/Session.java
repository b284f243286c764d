package org.nec4j.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.codec.UserException;
import org.nec4j.kernel.Copy;

/** A network with its optimiser: steps, saves and restores. */
final class Session {
    private final Network network;
    private final Optimizer optimizer;
    private final Path run;
    private final Map<String, long[]> shapes;

    Session(Network network, Optimizer optimizer, Path run, Map<String, long[]> shapes) {
        this.network = network;
        this.optimizer = optimizer;
        this.run = run;
        this.shapes = shapes;
    }

    /** What a step measured. */
    record Outcome(StepResult result, double gradientNorm) {}

    /** One update of the parameters by the mean gradient of several batches. */
    Outcome step(long step, int accumulate, Supplier<StepInputs> inputs) {
        ComputationGraph graph = network.graph();
        int iteration = Math.toIntExact(step);
        graph.getConfiguration().setIterationCount(iteration);
        StepResult mean = new StepResult(0, 0, 0, 0);
        for (int batch = 0; batch < accumulate; batch++) {
            mean = mean.plus(network.forwardBackward(inputs.get()), 1.0 / accumulate);
            optimizer.accumulate(batch, accumulate);
        }
        double norm = optimizer.gradientNorm();
        if (!Double.isFinite(mean.loss()) || !Double.isFinite(norm)) {
            throw new UserException("step " + step + ": the loss is " + mean.loss() + " and the gradient's norm " + norm
                    + "; the first tensor that is no number is " + firstBad() + ". The last good state is kept in "
                    + run
                    + "; lower training.optimizer.learning-rate or set training.clip-norm.");
        }
        graph.getListeners().forEach(listener -> listener.onGradientCalculation(graph));
        optimizer.step(iteration, 0, norm);
        graph.getListeners().forEach(listener -> listener.iterationDone(graph, iteration, 0));
        return new Outcome(mean, norm);
    }

    /** Goes back to the last saved state; returns the number of steps done, 0 where none is saved. */
    long restore() {
        if (!Files.exists(run.resolve("checkpoints"))) {
            return 0;
        }
        RunState state = RunState.last(run);
        Map<String, INDArray> views = network.plan().views(network.graph());
        if (!views.keySet().equals(state.tensors().keySet())) {
            throw new UserException(run + ": its saved state has other tensors than its settings ask for");
        }
        views.forEach((name, view) -> Copy.into(view, state.tensors().get(name)));
        INDArray moments = moments();
        if (moments.length() != state.moments().length) {
            throw new UserException(run + ": its saved state has " + state.moments().length
                    + " optimiser numbers where its settings ask for " + moments.length());
        }
        Copy.into(moments, state.moments());
        return state.step();
    }

    /** Saves the state after so many steps. */
    void save(long steps) {
        Map<String, float[]> tensors = new LinkedHashMap<>();
        network.plan().views(network.graph()).forEach((name, view) -> tensors.put(name, Copy.of(view)));
        new RunState(steps, tensors, Copy.of(moments())).write(run, shapes);
    }

    private INDArray moments() {
        return network.graph().getUpdater(true).getStateViewArray();
    }

    private String firstBad() {
        for (Map.Entry<String, INDArray> entry :
                network.plan().gradients(network.graph()).entrySet()) {
            for (float value : Copy.of(entry.getValue())) {
                if (!Float.isFinite(value)) {
                    return "the gradient of " + entry.getKey();
                }
            }
        }
        return "the loss";
    }
}
