package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nec4j.backend.Backend;
import org.nec4j.picture.Show;
import org.nec4j.picture.Shown;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j show}. */
@Command(
        name = "show",
        description = {
            "Draws what a codec keeps of images: the original, its reconstruction from the decoded bytes, a map of bits a token, "
                    + "and the real size.",
            "All maps of a picture have one colour scale, and --scale gives several pictures the same. Where a codec transforms over the grid of patches, the bits of a frequency are shared out "
                    + "among the patches as the energy of its basis function is.",
            "The decoder learnt to guess hidden patches, so a reconstruction is a look at what the embedding knows, not a copy.",
            "Several images or codecs make one row each."
        },
        footer = {
            "",
            "Examples:",
            "  nec4j show image.jpg -c codec.nec",
            "  nec4j show image.jpg -c coarse.nec -c fine.nec -o picture.png",
            "  nec4j show image.jpg -c coarse.nec --scale 40",
            "  nec4j show image.jpg -c layered.nec --step 0.5"
        })
final class ShowCommand implements Runnable {
    private final Context context;

    @Option(
            names = {"-c", "--codec"},
            required = true,
            paramLabel = "FILE",
            description = "A codec that nec4j export wrote; may be given several times.")
    private List<Path> codecs;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The picture, a PNG file. Default: NAME-show.png in this folder, after the first image.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--scale",
            paramLabel = "BITS",
            description =
                    "Bits a patch that the brightest colour stands for. Default: what the picture's dearest patch costs.")
    private Optional<Double> scale = Optional.empty();

    @Mixin
    private CodingPointOptions point;

    @Parameters(
            arity = "1..*",
            paramLabel = "IMAGE_OR_FOLDER",
            description = "JPEG, PNG or TIFF files, or folders of them.")
    private List<Path> sources;

    ShowCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        context.console().say(Backend.sentence());
        Show.Drawn drawn = Show.draw(sources, codecs, point.point(), scale, output, context.console());
        for (Shown row : drawn.rows()) {
            context.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%s, %s: %d bytes, %.4f bits a pixel, PSNR %.2f dB",
                            row.name(),
                            row.codec(),
                            row.bytes(),
                            row.bitsPerPixel(),
                            row.psnr()));
        }
        context.out().println(drawn.file());
    }
}
