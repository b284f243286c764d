package org.nec4j.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.nec4j.fetch.Fetch;
import org.nec4j.fetch.Manifest;
import org.nec4j.fetch.Manifests;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j fetch}. */
@Command(
        name = "fetch",
        description =
                "Brings a public checkpoint or data set: shows licence and citation, resumes, checks the SHA-256, unpacks. Without a name, lists what there is.",
        footer = {
            "",
            "Nothing is executed. Where address or digest are not certain, the description says null and you give them.",
            "",
            "Examples:",
            "  nec4j fetch",
            "  nec4j fetch ucmerced --sha256 none",
            "  nec4j fetch huggingface-vit-mae-base --sha256 HEX"
        })
final class FetchCommand implements Runnable {
    private final Context context;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "A description under checkpoints/ or datasets/, or the .conf file of one.")
    private Optional<String> name = Optional.empty();

    @Option(names = "--url", paramLabel = "ADDRESS", description = "Fetch from here instead.")
    private Optional<String> url = Optional.empty();

    @Option(
            names = "--sha256",
            paramLabel = "HEX",
            description = "The digest that what comes must have; none takes it unchecked and tells its digest.")
    private Optional<String> sha256 = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "PATH",
            description = "Where it goes. Default: data/NAME for images, checkpoints/NAME.ENDING for weights.")
    private Optional<Path> output = Optional.empty();

    FetchCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        Path project = Path.of(System.getProperty("nec4j.home", ""));
        if (name.isEmpty()) {
            Manifests.in(project).forEach(manifest -> context.out().println(line(manifest)));
            return;
        }
        Manifest manifest = Manifests.named(name.get(), project);
        context.out().println(Fetch.fetch(manifest, new Fetch.Wish(url, sha256, output), context.console()));
    }

    private static String line(Manifest manifest) {
        String state = manifest.here().isPresent()
                ? "here"
                : manifest.source().address().isEmpty()
                        ? "no address known"
                        : manifest.source().sha256().isEmpty() ? "give its --sha256" : "can be fetched";
        return String.format(
                Locale.ROOT, "%-28s %-10s %-17s %s", manifest.name(), manifest.kind(), state, manifest.title());
    }
}
