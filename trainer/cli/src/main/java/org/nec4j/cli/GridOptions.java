package org.nec4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;
import org.nec4j.gridded.GridCodec;
import org.nec4j.gridded.GridEncoding;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** What {@code encode} takes for gridded fields. */
final class GridOptions {
    @Option(
            names = "--bound",
            paramLabel = "BOUND",
            description = {
                "Of gridded fields, what every value is held to: none, abs=NUMBER in units of the variable, rel=NUMBER as a",
                "share of its range in the file. Default: what the codec was trained with."
            })
    private Optional<String> bound = Optional.empty();

    @Option(
            names = "--without-model",
            description =
                    "An archive of gridded fields does not hold the model; whoever decodes it needs the codec's file.")
    private boolean withoutModel;

    /** Throws UserException where one was given for a codec of images. */
    void requireNone(Path codec) {
        if (bound.isPresent() || withoutModel) {
            throw new UserException(
                    codec
                            + ": --bound and --without-model are about codecs of gridded fields, and this is none; leave them out");
        }
    }

    /**
     * Throws UserException where an option was given that has no effect on gridded fields.
     *
     * @param sentence of whatever the command is given that is of gridded fields, such as "codec.nec: is a codec of gridded fields"
     * @param known    long names of the options that have one
     */
    static void requireOnly(CommandSpec command, String sentence, Set<String> known) {
        List<String> others = command.commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> !option.inherited())
                .map(OptionSpec::longestName)
                .filter(name -> !known.contains(name))
                .distinct()
                .toList();
        if (!others.isEmpty()) {
            throw new UserException(sentence + ", on which " + String.join(" and ", others)
                    + (others.size() == 1 ? " has no effect; leave it out" : " have no effect; leave them out"));
        }
    }

    void encode(Path codec, List<Path> sources, Path output, Context context) {
        boolean single = output.toString().endsWith(GridFiles.ARCHIVE);
        if (single && sources.size() > 1) {
            throw new UserException(
                    output + ": is one archive, and " + sources.size() + " files were named; name a folder for -o");
        }
        Optional<org.nec4j.config.GridExperiment.Bound> wanted = bound.map(GridEncoding::bound);
        context.console().say(Backend.sentence());
        GridCodec opened = GridCodec.open(codec);
        Map<Path, Path> archives = single ? Map.of(sources.get(0), output) : GridFiles.encoded(sources, output);
        archives.forEach((source, archive) -> {
            if (!Files.isRegularFile(source)) {
                throw new UserException(source + ": is no file; name NetCDF files");
            }
            GridEncoding.Written written =
                    GridEncoding.encode(opened, source, archive, wanted, !withoutModel, context.console());
            if (!written.leftOut().isEmpty()) {
                context.console()
                        .say(source + ": variables of types that NetCDF-3 lacks are left out: "
                                + String.join(", ", written.leftOut()));
            }
            context.out()
                    .println(String.format(
                            Locale.ROOT,
                            "%s: %d bytes; fields of %d bytes in streams of %d, %s",
                            archive,
                            written.archive(),
                            written.raw(),
                            written.streams(),
                            written.ratios()));
        });
    }
}
