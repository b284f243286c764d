package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.HeadChoice;
import org.nec4j.config.SegmentationSettings;
import org.nec4j.export.GreyImages;
import org.nec4j.export.Rates;
import org.nec4j.gridded.GridEncoding;
import org.nec4j.gridded.GridEvaluation;
import org.nec4j.study.CodecEvaluation;
import org.nec4j.study.Evaluated;
import org.nec4j.study.Heads;
import org.nec4j.study.ReidEvaluation;
import org.nec4j.study.SegmentationEvaluation;
import org.nec4j.study.SegmentationEvaluation.PixelHead;
import org.nec4j.study.SensingEvaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nec4j eval}. */
@Command(
        name = "eval",
        description = {
            "Measures what a codec's real bytes are worth: encodes a data set, decodes it, and trains and scores a"
                    + " head on it.",
            "Also tells where the bytes go, from the rate's estimate in training to the file, and warns of gaps."
        },
        footer = {
            "",
            "Examples:",
            "  nec4j eval codec.nec --data datasets/rsscn7.conf --head linear",
            "  nec4j eval codec.nec --data datasets/rsscn7.conf --head attention --with-decoder",
            "  nec4j eval codec.nec --data datasets/aid.conf --head knn --json eval.json",
            "  nec4j eval codec.nec --data datasets/roads.conf --head segmentation",
            "  nec4j eval codec.nec --data datasets/rsscn7.conf --head reid",
            "  nec4j eval codec.nec --data reid.conf --head reid",
            "  nec4j eval sensing.nec --data sensing.conf",
            "  nec4j eval fields.nec --data fields.conf --bound none --bound rel=0.01"
        })
final class EvalCommand implements Runnable {
    private final Context context;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "CODEC", description = "A codec file that `nec4j export` wrote.")
    private Path codec;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description =
                    "A data set description with labels or masks, split into train, val and test; for a codec of gridded fields"
                            + " an experiment on them, and for the head reid an experiment on identities, whose data.test is measured.")
    private Path data;

    @Option(
            names = "--head",
            paramLabel = "NAME",
            description = {
                "linear: logistic regression on pooled tokens (default).",
                "linear-moments: the same on their mean and standard deviation.",
                "knn: vote of the 20 nearest neighbours, or of all where fewer are known.",
                "attention: attention pooling with a linear classifier, the paper's head.",
                "retrieval: mean average precision at 20 by class.",
                "reid: open-set retrieval; every test image is an identity of four drawn views, and codes are compared.",
                "segmentation: a class for every pixel, where the data set has masks; images are cut into tiles.",
                "ridge: the same by ridge regression, which has no seed and takes seconds.",
                "None for a codec of compressed learning, whose own classifier is measured."
            })
    private Optional<String> head = Optional.empty();

    @Option(
            names = "--with-decoder",
            description = "Pass embeddings through the first layer of the codec's decoder before the head.")
    private boolean withDecoder;

    @Option(
            names = "--standardize",
            negatable = true,
            description = {
                "Before the head segmentation, bring every channel of the tokens to mean 0 and variance 1 (default):",
                "it learns faster so, and hides fewer differences between codecs. --no-standardize: tokens as they are, as the paper's neck takes them."
            })
    private Optional<Boolean> standardize = Optional.empty();

    @Option(
            names = "--bound",
            paramLabel = "BOUND",
            description = "Of gridded fields, as nec4j encode takes it; may be given several times.")
    private List<String> bounds = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "Receives all numbers.")
    private Optional<Path> json = Optional.empty();

    @Mixin
    private CodingPointOptions point;

    @Mixin
    private CopiesOption copies;

    EvalCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        if (Configs.kind(data) == Configs.Kind.GRID) {
            GridOptions.requireOnly(
                    spec, data + ": is an experiment on gridded fields", Set.of("--data", "--bound", "--json"));
            List<GridEvaluation.Measured> measured = GridEvaluation.evaluate(
                    codec,
                    Configs.grid(data, List.of()).settings(),
                    bounds.stream().map(GridEncoding::bound).toList(),
                    context.console());
            json.ifPresent(file -> GridEvaluation.write(file, measured));
            measured.forEach(one -> context.out().println(one.line()));
            return;
        }
        if (!bounds.isEmpty()) {
            throw new UserException(
                    "--bound is about gridded fields, and " + data + " is no experiment on them; leave it out");
        }
        if (GreyImages.areOf(codec)) {
            sensing();
            return;
        }
        String head = this.head.orElse("linear");
        if (head.equals(ReidEvaluation.HEAD) || Configs.kind(data) == Configs.Kind.REID) {
            reid(head);
            return;
        }
        Optional<PixelHead> ofPixels = PixelHead.named(head);
        if (standardize.isPresent() && !ofPixels.equals(Optional.of(PixelHead.SEGMENTATION))) {
            throw new UserException(
                    standardizeOption() + " is about the head segmentation; leave it out with head " + head);
        }
        if (ofPixels.isPresent()) {
            SegmentationEvaluation.Evaluated pixels = SegmentationEvaluation.evaluate(
                    codec,
                    point.point(),
                    data,
                    ofPixels.get(),
                    segmentation(),
                    List.of(0L),
                    copies.rule(),
                    context.console());
            json.ifPresent(pixels::write);
            context.out().println(pixels.lines());
            tell(pixels.rates());
            return;
        }
        HeadChoice named = Heads.named(head);
        HeadChoice choice = new HeadChoice(named.kind(), named.decoder() || withDecoder);
        Evaluated evaluated = CodecEvaluation.evaluate(
                codec, point.point(), data, choice, List.of(0L), copies.rule(), context.console());
        json.ifPresent(evaluated::write);
        context.out().println(evaluated.line());
        // Standard output holds the one line that scripts read.
        evaluated.table().forEach(context.console()::say);
        tell(evaluated.rates());
    }

    SegmentationSettings segmentation() {
        SegmentationSettings settings = Configs.segmentation().withDecoder(withDecoder);
        return settings.standardized(standardize.orElse(settings.standardize()));
    }

    private String standardizeOption() {
        return standardize.orElse(true) ? "--standardize" : "--no-standardize";
    }

    private void sensing() {
        if (head.isPresent() || withDecoder || standardize.isPresent()) {
            throw new UserException(
                    codec + ": is a codec of compressed learning, which is measured by its own classifier; leave out "
                            + (head.isPresent() ? "--head" : withDecoder ? "--with-decoder" : standardizeOption()));
        }
        SensingEvaluation.Evaluated evaluated =
                SensingEvaluation.evaluate(codec, point.point(), data, copies.rule(), context.console());
        json.ifPresent(evaluated::write);
        context.out().println(evaluated.line());
    }

    private void reid(String head) {
        if (!head.equals(ReidEvaluation.HEAD)) {
            throw new UserException(
                    data + ": is an experiment of codes for re-identification, which the head reid measures; add"
                            + " --head reid, or name a data set's description");
        }
        if (withDecoder || standardize.isPresent()) {
            throw new UserException("the head reid compares codes as they are decoded; leave out "
                    + (withDecoder ? "--with-decoder" : standardizeOption()));
        }
        ReidEvaluation.Evaluated evaluated =
                ReidEvaluation.evaluate(codec, point.point(), data, copies.rule(), context.console());
        json.ifPresent(evaluated::write);
        context.out().println(evaluated.line());
        tell(evaluated.rates());
    }

    private void tell(Rates rates) {
        rates.lines().forEach(context.console()::say);
        rates.warning().ifPresent(context.console()::say);
    }
}
