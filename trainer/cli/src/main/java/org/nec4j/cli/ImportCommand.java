package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nec4j.config.Configs;
import org.nec4j.convert.CheckpointImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j import}. */
@Command(
        name = "import",
        description = {
            "Makes a codec of a checkpoint that was trained in PyTorch with CompressAI's entropy models: NEC's own models, or an"
                    + " EntropyBottleneck alone. The codec reads the streams that were written with the checkpoint's tables.",
            "An experiment behind the checkpoint states what no checkpoint does: attention heads, how images are normalized, which"
                    + " entropy model it is. Without one the codec codes embeddings and no images."
        },
        footer = {
            "",
            "Examples:",
            "  nec4j import nec.pth configs/paper/ucmerced.conf -o codec.nec",
            "  nec4j import nec-hyperprior.pth configs/paper/ucmerced.conf entropy.model=hyperprior -o codec.nec",
            "  nec4j import bottleneck.safetensors -o bottleneck.nec"
        })
final class ImportCommand implements Runnable {
    private final Context context;

    @Parameters(
            index = "0",
            paramLabel = "CHECKPOINT",
            description = "A state dict, safetensors or as torch.save wrote it, of any CompressAI.")
    private Path checkpoint;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CONFIG",
            description = "An experiment of the model's shape, such as configs/paper/ucmerced.conf.")
    private Optional<Path> config = Optional.empty();

    @Parameters(index = "2..*", paramLabel = "key=value", description = "Settings that win over the file's.")
    private List<String> assignments = List.of();

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The codec file, such as codec.nec.")
    private Path output;

    @Option(
            names = "--rebuild-tables",
            description = "Build the tables from the trained density instead of taking the checkpoint's.")
    private boolean rebuild;

    ImportCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        if (config.isPresent()) {
            CheckpointImport.withEncoder(
                    checkpoint,
                    Configs.experiment(config.get(), assignments).settings(),
                    output,
                    rebuild,
                    context.console());
        } else {
            CheckpointImport.bottleneck(checkpoint, output, rebuild, context.console());
        }
        context.out().println(output);
    }
}
