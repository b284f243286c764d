package org.nec4j.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.nec4j.backend.Backend;
import org.nec4j.config.Configs;
import org.nec4j.convert.Fitting;
import org.nec4j.gridded.GridFit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nec4j fit}. */
@Command(
        name = "fit",
        description = {
            "Fits a transform codec to a pretrained encoder as it is, in closed form: seconds instead of a training run.",
            "It decorrelates embeddings over dimensions and neighbouring patches, and so spends the fewest bytes on tasks that need"
                    + " a scene's gist. The setting transform.step trades bytes for fidelity.",
            "Of gridded fields (objective.kind = vq-grid): two levels of k-means on blocks, what a network must beat."
        },
        footer = {
            "",
            "Examples:",
            "  nec4j fit configs/rsscn7.conf -o codec.nec",
            "  nec4j fit configs/rsscn7.conf transform.step=1 -o finer.nec",
            "  nec4j fit fields.conf -o fields.nec"
        })
final class FitCommand implements Runnable {
    private final Context context;

    @Mixin
    private Settings settings;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The codec file, such as codec.nec.")
    private Path output;

    FitCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        if (Configs.kind(settings.file()) == Configs.Kind.GRID) {
            GridFit.fit(Configs.grid(settings.file(), settings.assignments()).settings(), output, context.console());
            context.out().println(output);
            return;
        }
        var experiment = settings.load().settings();
        context.console().say(Backend.sentence());
        Fitting.Fitted fitted = Fitting.fit(experiment, output, context.console());
        context.console()
                .say(String.format(
                        Locale.ROOT,
                        "Fitted to %,d images; %.1f bytes an image on %,d held-out ones, file headers included.",
                        fitted.trainingImages(),
                        fitted.meanBytesPerImage(),
                        fitted.heldOutImages()));
        context.out().println(fitted.codec());
    }
}
