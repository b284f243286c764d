package org.nec4j.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.step.WholeGraph;

/**
 * The steps of a {@link PlainRun}, from its last state until it is finished or asked to stop: metrics and progress, states.
 *
 * @param run      the run's folder
 * @param columns  of its metrics, those of {@link Told#numbers}
 * @param schedule when what is done
 * @param work     what a step is
 */
public record PlainSteps(Path run, List<String> columns, Schedule schedule, Work work) {
    /**
     * When what is done, in steps.
     *
     * @param steps      of the whole run
     * @param logEvery   between lines of metrics
     * @param stateEvery between states
     */
    public record Schedule(long steps, long logEvery, long stateEvery) {}

    /**
     * What is told of a step.
     *
     * @param words   beside the progress
     * @param numbers of the metrics
     */
    @SuppressWarnings("ArrayRecordComponent") // written down at once
    public record Told(String words, double... numbers) {}

    /** What a run's steps are. */
    public interface Work {
        /** What trains now. */
        WholeGraph graph();

        /** Makes ready what trains at a state, which it then goes back to. */
        default void at(RunState saved) {}

        /** The update of this number, from 0. */
        Told step(long step);

        /** Called before a state is written, for what else must be on the disk by then. */
        default void saving() {}
    }

    /**
     * Steps.
     *
     * @param saved  the state to go on from
     * @param memory what states remember
     * @param stop   asked after every step
     * @return whether all steps are done
     */
    public boolean take(Optional<RunState> saved, RunMemory memory, Console console, BooleanSupplier stop) {
        saved.ifPresent(state -> {
            work.at(state);
            work.graph().restore(state.tensors(), state.moments(), run.toString());
        });
        long step = saved.map(RunState::step).orElse(0L);
        boolean stopped = false;
        try (MetricsFile metrics = MetricsFile.open(run.resolve(MetricsFile.STEPS), columns, step);
                Progress progress = console.progress("Training", schedule.steps(), "steps")) {
            while (step < schedule.steps() && !stopped) {
                Told told = work.step(step);
                if (step % schedule.logEvery() == 0) {
                    metrics.append(step, told.numbers());
                    progress.at(step, told.words());
                }
                step++;
                stopped = stop.getAsBoolean();
                if (stopped || step == schedule.steps() || step % schedule.stateEvery() == 0) {
                    metrics.force();
                    work.saving();
                    WholeGraph graph = work.graph();
                    new RunState(step, graph.tensors(), graph.moments(), memory).write(run, graph.shapes());
                }
            }
        }
        return step == schedule.steps();
    }
}
