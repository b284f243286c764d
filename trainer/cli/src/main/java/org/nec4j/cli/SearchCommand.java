package org.nec4j.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Printable;
import org.nec4j.data.Times;
import org.nec4j.search.Precision;
import org.nec4j.search.Search;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j search}. */
@Command(
        name = "search",
        description = {
            "Finds the embeddings of an archive that are most like another one, or like an image: by the cosine"
                    + " between mean patch tokens.",
            "The first search decodes these into ARCHIVE.vectors, which needs the codec; later ones read that file,"
                    + " until the archive changes."
        },
        footer = {
            "",
            "Examples:",
            "  nec4j search images.nema -c codec.nec --like beach/a001",
            "  nec4j search images.nema -c codec.nec --like image.jpg --top 3 --json",
            "  nec4j search tiles.nema -c codec.nec --like image.jpg --bbox -100,28,-99,29 --since 2020-01-01"
        })
final class SearchCommand implements Runnable {
    private static final int SIDES = 4;

    private final Context context;

    @Parameters(paramLabel = "ARCHIVE", description = "The archive.")
    private Path archive;

    @Option(
            names = "--like",
            required = true,
            paramLabel = "KEY_OR_IMAGE",
            description = "A key of the archive, or an image file.")
    private String like;

    @Option(names = "--top", defaultValue = "20", paramLabel = "N", description = "How many; 20 unless stated.")
    private int top;

    @Option(
            names = {"-c", "--codec"},
            paramLabel = "FILE",
            description = "The archive's codec; needed for the first search, and for an image.")
    private Path codec;

    @Option(
            names = "--bbox",
            paramLabel = "W,S,E,N",
            description = "Only what lies here, at least partly; degrees, west above east across the antimeridian.")
    private String box;

    @Option(
            names = "--since",
            paramLabel = "DATE",
            description = "Only what was taken then or later, such as 2024-05-31.")
    private String since;

    @Option(names = "--until", paramLabel = "DATE", description = "Only what was taken before.")
    private String until;

    @Option(
            names = "--precision",
            defaultValue = "float",
            paramLabel = "WORD",
            description =
                    "How vectors are kept: float (default), ranked by exact cosines; int8, a quarter of the bytes,"
                            + " ranked nearly so.")
    private Precision precision;

    @Option(names = "--json", description = "One JSON object a line instead of a table.")
    private boolean json;

    SearchCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        Search.Question question =
                new Search.Question(like, top, box(), time(since, "--since"), time(until, "--until"));
        List<Search.Hit> hits = Search.of(archive, Optional.ofNullable(codec), precision, question, context.console());
        int width = hits.stream()
                .mapToInt(hit -> Printable.of(hit.key()).length())
                .max()
                .orElse(0);
        for (Search.Hit hit : hits) {
            context.out().println(json ? hit.toJson().toString() : line(hit, width));
        }
        if (hits.isEmpty()) {
            context.console().say("Nothing was found that lies there and was taken then.");
        }
    }

    private static String line(Search.Hit hit, int width) {
        String where = hit.bounds()
                .map(b -> String.format(Locale.ROOT, "  %.5f,%.5f,%.5f,%.5f", b.west(), b.south(), b.east(), b.north()))
                .orElse("");
        String when = hit.time().map(time -> "  " + time).orElse("");
        return String.format(Locale.ROOT, "%.4f  %-" + Math.max(1, width) + "s", hit.cosine(), Printable.of(hit.key()))
                + where
                + when;
    }

    private Optional<Place.Bounds> box() {
        if (box == null) {
            return Optional.empty();
        }
        String[] words = box.split(",");
        double[] sides = new double[SIDES];
        try {
            for (int i = 0; i < sides.length && words.length == SIDES; i++) {
                sides[i] = Double.parseDouble(words[i].strip());
            }
        } catch (NumberFormatException e) {
            words = new String[0];
        }
        if (words.length != SIDES) {
            throw new UserException(
                    "--bbox is \"" + box + "\", expected west,south,east,north in degrees, such as -10,35,5,45");
        }
        return Optional.of(new Place.Bounds(sides[0], sides[1], sides[2], sides[3]));
    }

    private static Optional<Instant> time(String words, String option) {
        if (words == null) {
            return Optional.empty();
        }
        return Optional.of(Times.parse(words)
                .orElseThrow(() -> new UserException(
                        option + " is \"" + words + "\", expected a date like 2024-05-31 or 2024-05-31T10:20:30Z")));
    }
}
