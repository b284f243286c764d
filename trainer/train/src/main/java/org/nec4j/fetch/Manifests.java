package org.nec4j.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.DatasetDescription;

/** The descriptions that come with the project, and those of users. */
public final class Manifests {
    private Manifests() {}

    /** Everything that {@code checkpoints} and {@code datasets} in the project's folder describe and that lies elsewhere. */
    public static List<Manifest> in(Path project) {
        List<Manifest> all = new ArrayList<>();
        for (String folder : List.of("checkpoints", "datasets")) {
            for (Path file : files(project.resolve(folder))) {
                read(file).forEach(all::add);
            }
        }
        return all;
    }

    /**
     * The one of this name, or that of a description's file.
     *
     * @throws UserException where there is none; it lists what there is
     */
    public static Manifest named(String name, Path project) {
        Path file = Path.of(name);
        if (name.endsWith(".conf") || Files.isRegularFile(file)) {
            return read(file)
                    .findFirst()
                    .orElseThrow(
                            () -> new UserException(file + ": is drawn by the program, there is nothing to fetch"));
        }
        List<Manifest> all = in(project);
        return all.stream()
                .filter(manifest -> manifest.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UserException("nothing is called \"" + name + "\"; there is "
                        + all.stream().map(Manifest::name).sorted().collect(Collectors.joining(", "))
                        + ", and the file of a description of your own"));
    }

    private static Stream<Manifest> read(Path file) {
        if (Configs.kind(file) == Configs.Kind.CHECKPOINT) {
            return Stream.of(Manifest.of(file, Configs.checkpoint(file).settings()));
        }
        DatasetDescription set = Configs.dataset(file).settings();
        return set.kind().isDrawn() ? Stream.empty() : Stream.of(Manifest.of(file, set));
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".conf"))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be listed (" + e.getMessage() + ")", e);
        }
    }
}
