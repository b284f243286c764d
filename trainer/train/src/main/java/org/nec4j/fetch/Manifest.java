package org.nec4j.fetch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nec4j.config.CheckpointDescription;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.DatasetDescription.Source;

/**
 * Something that can be had from elsewhere.
 *
 * @param file   the description
 * @param kind   what it is
 * @param name   what to call it
 * @param title  one line for people
 * @param source where it comes from
 * @param use    how it is used, where that needs to be said
 * @param places where it may already lie
 */
public record Manifest(
        Path file, Kind kind, String name, String title, Source source, Optional<String> use, List<Path> places) {
    /** What can be fetched. */
    public enum Kind {
        /** One file of weights, kept as it is. */
        CHECKPOINT("checkpoint"),
        /** An archive of images, unpacked. */
        DATASET("data set");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    static Manifest of(Path file, DatasetDescription set) {
        return new Manifest(file, Kind.DATASET, set.name(), set.title(), set.source(), Optional.empty(), set.folders());
    }

    static Manifest of(Path file, CheckpointDescription checkpoint) {
        return new Manifest(
                file,
                Kind.CHECKPOINT,
                checkpoint.name(),
                checkpoint.description(),
                checkpoint.source(),
                Optional.of(checkpoint.use()),
                checkpoint.address().stream()
                        .map(address -> folder(file).resolve(weights(checkpoint.name(), address)))
                        .toList());
    }

    /** Where it lies, if it does. */
    public Optional<Path> here() {
        return places.stream().filter(Files::exists).findFirst();
    }

    /** Where it goes unless told otherwise: weights beside their description, images into {@code data/NAME} beside its folder. */
    Path target(String address) {
        return kind == Kind.CHECKPOINT
                ? folder(file).resolve(weights(name, address))
                : folder(file).resolve("../data").normalize().resolve(name);
    }

    /** Licence, citation and source, and how it is used, in lines. */
    List<String> terms() {
        List<String> terms = new ArrayList<>(List.of(
                name + ": " + title,
                "licence:  " + (source.licence().isEmpty() ? "unknown; see the homepage" : source.licence()),
                "citation: " + (source.citation().isEmpty() ? "see the homepage" : source.citation()),
                "homepage: " + source.homepage()));
        use.ifPresent(how -> terms.add("use:      " + how));
        return terms;
    }

    private static Path folder(Path file) {
        return file.toAbsolutePath().normalize().getParent();
    }

    /** {@code NAME.pth} for an address that ends so. */
    private static String weights(String name, String address) {
        String path = address.replaceFirst("[?#].*$", "");
        String last = path.substring(path.lastIndexOf('/') + 1);
        int dot = last.lastIndexOf('.');
        String ending = dot < 0 ? "" : last.substring(dot);
        return name + (ending.matches("\\.[A-Za-z0-9]{1,16}") ? ending : ".weights");
    }
}
