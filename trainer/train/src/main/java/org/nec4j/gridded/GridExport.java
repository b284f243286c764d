package org.nec4j.gridded;

import java.nio.file.Path;
import java.util.List;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.grid.GridModel;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.config.GridExperiment;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Console;
import org.nec4j.run.PlainRun;
import org.nec4j.run.RunState;
import org.nec4j.step.GridStepper;

/** The verb {@code export} for a run on gridded fields. */
public final class GridExport {
    private GridExport() {}

    /**
     * Writes the codec that the run's last state is.
     *
     * @throws UserException where the run has no state yet, or its state or its files cannot be read
     */
    public static void export(Path folder, Path output) {
        PlainRun<GridExperiment> run = GridRun.KIND.open(folder);
        RunState state = run.last()
                .orElseThrow(
                        () -> new UserException(
                                folder
                                        + ": has saved no state yet; it saves its first after training.checkpoint-every, or when it is stopped"));
        GridExperiment settings = run.config(List.of()).settings();
        GridStepper stepper = GridTraining.stepper(settings, LayerContext.of(Backend.kernels()));
        stepper.graph().restore(state.tensors(), folder.toString());
        AtomicFile.write(
                output,
                GridCodec.bytes(
                        settings,
                        GridModel.NETWORK,
                        new TrainingFields(settings, Console.silent()),
                        stepper.graph().tensors(),
                        stepper.graph().shapes(),
                        GridCodec.chooser(stepper)));
    }
}
