package org.nec4j.fetch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nec4j.config.CheckpointDescription;
import org.nec4j.config.DatasetDescription;

/**
 * Something that can be had from elsewhere.
 *
 * @param file     the description
 * @param kind     what it is
 * @param name     what to call it
 * @param title    one line for people
 * @param homepage its page
 * @param address  a direct address, where one is known
 * @param bytes    length of what lies there, where it is known
 * @param sha256   its digest, where it is known
 * @param licence  what may be done with it
 * @param citation how to cite it
 * @param note     anything else
 * @param use      how it is used, where that needs to be said
 * @param places   where it may already lie
 */
public record Manifest(
        Path file,
        Kind kind,
        String name,
        String title,
        String homepage,
        Optional<String> address,
        Optional<Long> bytes,
        Optional<String> sha256,
        String licence,
        String citation,
        String note,
        Optional<String> use,
        List<Path> places) {
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
        DatasetDescription.Source source = set.source();
        return new Manifest(
                file,
                Kind.DATASET,
                set.name(),
                set.title(),
                source.homepage(),
                source.address(),
                source.bytes(),
                source.sha256(),
                source.licence(),
                source.citation(),
                source.note(),
                Optional.empty(),
                set.folders());
    }

    static Manifest of(Path file, CheckpointDescription checkpoint) {
        return new Manifest(
                file,
                Kind.CHECKPOINT,
                checkpoint.name(),
                checkpoint.description(),
                checkpoint.homepage(),
                checkpoint.address(),
                checkpoint.bytes(),
                checkpoint.sha256(),
                checkpoint.licence(),
                checkpoint.citation(),
                checkpoint.note(),
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
                "licence:  " + (licence.isEmpty() ? "unknown; see the homepage" : licence),
                "citation: " + (citation.isEmpty() ? "see the homepage" : citation),
                "homepage: " + homepage));
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
