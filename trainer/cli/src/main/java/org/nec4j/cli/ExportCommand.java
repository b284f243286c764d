package org.nec4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.convert.RunExport;
import org.nec4j.convert.StateDictExport;
import org.nec4j.gridded.GridExport;
import org.nec4j.gridded.GridRun;
import org.nec4j.onboard.OnboardCodec;
import org.nec4j.onboard.OnboardRun;
import org.nec4j.onnx.OnnxExport;
import org.nec4j.reid.ReidExport;
import org.nec4j.reid.ReidRun;
import org.nec4j.run.RunFolder;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j export}. */
@Command(
        name = "export",
        description =
                "Writes a trained run as one codec file (weights, tables, settings, provenance), as a state dict for"
                        + " PyTorch, or as ONNX.",
        footer = {
            "",
            "Examples:",
            "  nec4j export experiments/runs/RUN -o codec.nec",
            "  nec4j export experiments/runs/RUN -o codec.nec --state best",
            "  nec4j export experiments/runs/RUN -o codec.nec --no-decoder",
            "  nec4j export experiments/runs/RUN -o codec.nec --data datasets/aid.conf",
            "  nec4j export experiments/runs/RUN -o weights.safetensors --state-dict",
            "  nec4j export experiments/runs/RUN -o weights.safetensors --state-dict --old-names",
            "  nec4j export codec.nec --onnx onnx"
        })
final class ExportCommand implements Runnable {
    private final Context context;

    @Parameters(paramLabel = "RUN", description = "The folder that nec4j train printed; or, for --onnx, a codec file.")
    private Path run;

    @ArgGroup(multiplicity = "1")
    private Target target;

    /** Where it goes, and by that what it becomes. */
    private static final class Target {
        @Option(
                names = {"-o", "--output"},
                required = true,
                paramLabel = "FILE",
                description = "The codec file, such as codec.nec, or the state dict, such as weights.safetensors.")
        private Path output;

        @Option(
                names = "--onnx",
                required = true,
                paramLabel = "DIR",
                description = {
                    "Receives encoder.onnx (images to embeddings and to the integers that are coded)",
                    "and, where there is a decoder, decoder.onnx: networks for programs without Java."
                })
        private Path onnx;
    }

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = RunExport.LAST,
            description =
                    "last, best (by training.validation.best-by), or the number of updates of a state that the run"
                            + " keeps. Default: last.")
    private String state;

    @Option(
            names = "--no-decoder",
            description =
                    "Leave the masked autoencoder's decoder out: a smaller file that nec4j show cannot reconstruct"
                            + " from.")
    private boolean noDecoder;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = {
                "Of a distilled run: count the codec's tables on this data set's training images, not on the run's"
                        + " own.",
                "Bytes of images like these become fewer."
            })
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--state-dict",
            description =
                    "Write the state dict of the reference's PyTorch model instead, as safetensors, tables included.")
    private boolean stateDict;

    @Option(
            names = "--old-names",
            description =
                    "In a state dict: name the bottleneck's parameters as CompressAI up to 1.2.6, which NEC's own code"
                            + " needs.")
    private boolean oldNames;

    @Option(
            names = "--no-tables",
            description =
                    "In a state dict: leave the tables to CompressAI's update(), as a bare EntropyBottleneck needs it.")
    private boolean noTables;

    ExportCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        if (GridRun.isOne(run)) {
            requireOutputAlone("on gridded fields");
            GridExport.export(run, target.output);
            context.out().println(target.output);
            return;
        }
        if (OnboardRun.isOne(run)) {
            requireOutputAlone("of compressed learning");
            OnboardCodec.export(run, target.output);
            context.out().println(target.output);
            return;
        }
        if (ReidRun.isOne(run)) {
            requireOutputAlone("of codes for re-identification");
            ReidExport.export(run, target.output);
            context.out().println(target.output);
            return;
        }
        if (target.onnx != null) {
            onnx();
            return;
        }
        if (stateDict && noDecoder) {
            throw new UserException(
                    "--no-decoder makes a smaller codec file; a state dict needs the decoder, leave it out");
        }
        if (!stateDict && (oldNames || noTables)) {
            throw new UserException("--old-names and --no-tables are about state dicts; add --state-dict");
        }
        if (stateDict && data.isPresent()) {
            throw new UserException("--data counts a codec's tables, and a state dict holds the model; leave one out");
        }
        if (stateDict) {
            StateDictExport.export(run, state, target.output, new StateDictExport.Form(oldNames, !noTables));
        } else if (data.isPresent()) {
            RunExport.exportFor(data.get(), run, state, target.output, context.console());
        } else {
            RunExport.export(run, state, target.output, !noDecoder, context.console());
        }
        context.out().println(target.output);
    }

    private void requireOutputAlone(String kind) {
        if (target.onnx != null
                || noDecoder
                || stateDict
                || oldNames
                || noTables
                || data.isPresent()
                || !state.equals(RunExport.LAST)) {
            throw new UserException(
                    run + ": is a run " + kind + ", whose last state becomes a codec file; give -o alone");
        }
    }

    private void onnx() {
        if (stateDict || oldNames || noTables || data.isPresent()) {
            throw new UserException(
                    "--onnx writes networks alone; leave out --data, --state-dict and what belongs to it");
        }
        OnnxExport.Written written = Files.isRegularFile(run)
                ? OnnxExport.export(run, target.onnx)
                : OnnxExport.export(content(), run.toString(), target.onnx);
        context.out().println(written.encoder());
        written.decoder().ifPresent(context.out()::println);
        if (!written.symbols()) {
            context.console()
                    .say("The encoder gives embeddings alone: which integers are coded hangs on those coded before,"
                            + " which only nec4j encode can tell.");
        }
    }

    private byte[] content() {
        RunFolder folder = RunFolder.open(run);
        return RunExport.codec(folder, folder.trained(state), !noDecoder, context.console())
                .toBytes();
    }
}
