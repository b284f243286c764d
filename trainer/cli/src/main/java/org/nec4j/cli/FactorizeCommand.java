package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nec4j.backend.Backend;
import org.nec4j.factorize.Factorized;
import org.nec4j.factorize.Factorizing;
import org.nec4j.factorize.Method;
import org.nec4j.factorize.RankRule;
import org.nec4j.factorize.Reduction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j factorize}. */
@Command(
        name = "factorize",
        description = {
            "Makes the encoder of a codec or a checkpoint smaller and faster: two thin matrices take the place of every product's,"
                    + " in closed form from what its layers give on training images.",
            "A codec's streams stay what they are: old and new one decode each other's. A checkpoint stands for the whole one in every"
                    + " experiment, as model.checkpoint."
        },
        footer = {
            "",
            "Examples:",
            "  nec4j factorize codec.nec --share 0.25 --data datasets/rsscn7.conf -o small.nec",
            "  nec4j factorize mae.safetensors configs/rsscn7.conf --share 0.2 --ranks greedy -o small.safetensors",
            "  nec4j factorize codec.nec --share 0.5 --method svd -o small.nec",
            "  nec4j factorize codec.nec --share 0.25 --ranks greedy --distill 20 --data datasets/rsscn7.conf -o tiny.nec"
        })
final class FactorizeCommand implements Runnable {
    private final Context context;

    @Parameters(
            index = "0",
            paramLabel = "CODEC_OR_CHECKPOINT",
            description = "The file whose encoder is made smaller.")
    private Path file;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "CONFIG",
            description =
                    "An experiment of a checkpoint's shape, on whose training images is looked, such as configs/rsscn7.conf.")
    private Optional<Path> config = Optional.empty();

    @Parameters(index = "2..*", paramLabel = "key=value", description = "Settings that win over the file's.")
    private List<String> assignments = List.of();

    @Option(
            names = "--share",
            required = true,
            paramLabel = "NUMBER",
            description = "Share of the encoder's numbers to keep, such as 0.25 for a quarter.")
    private double share;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The smaller codec, such as small.nec, or checkpoint, such as small.safetensors.")
    private Path output;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = "A data set description, on whose training images is looked for a codec.")
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--method",
            defaultValue = "aware",
            paramLabel = "NAME",
            description = {
                "aware: nearest in what layers give on images (default).",
                "svd: nearest in the weights themselves; needs no images and loses much more."
            })
    private Method method;

    @Option(
            names = "--ranks",
            defaultValue = "uniform",
            paramLabel = "NAME",
            description = {
                "uniform: every product keeps the same share (default).",
                "greedy: ranks go where they keep most; better where little is kept."
            })
    private RankRule ranks;

    @Option(
            names = "--images",
            defaultValue = "300",
            paramLabel = "COUNT",
            description = "The most training images that are looked at (default: 300); more help --distill alone.")
    private int images;

    @Option(
            names = "--distill",
            defaultValue = "0",
            paramLabel = "STEPS",
            description = {
                "Train the smaller encoder for so many steps of 16 of these images towards the whole one's tokens, labels not read.",
                "Default: 0, none; 200 gain most where a tenth is kept."
            })
    private long distill;

    FactorizeCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        Reduction reduction = new Reduction(share, method, ranks, images, distill);
        context.console().say(Backend.sentence());
        Factorized factorized =
                Factorizing.factorize(file, config, assignments, data, reduction, output, context.console());
        context.console().say(factorized.line());
        context.out().println(factorized.file());
    }
}
