package org.nec4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.FileTree;

/** Files of gridded fields that a command is given, each with the one that it becomes: of its own name, at its place below a folder that it was found in. */
final class GridFiles {
    static final String ARCHIVE = ".necg";
    static final String NETCDF = ".nc";

    private static final String EMBEDDING = ".nemb";

    private final Path folder;
    private final String ending;
    private final Map<Path, Path> targets = new LinkedHashMap<>();

    private GridFiles(Path folder, String ending) {
        this.folder = folder;
        this.ending = ending;
    }

    /** Whether it is an archive of gridded fields, or a folder of such and of no embeddings. */
    static boolean isArchived(Path source) {
        if (Files.isDirectory(source)) {
            return !FileTree.ending(source, ARCHIVE).root().isEmpty()
                    && FileTree.ending(source, EMBEDDING).root().isEmpty();
        }
        return source.toString().endsWith(ARCHIVE);
    }

    /** The NetCDF files that archives become; throws UserException where a source is none, or two would share a file. */
    static Map<Path, Path> decoded(List<Path> sources, Path folder) {
        GridFiles files = new GridFiles(folder, NETCDF);
        for (Path source : sources) {
            if (!isArchived(source)) {
                throw new UserException(source + ": is no archive of gridded fields (" + ARCHIVE
                        + ") nor a folder of such alone, as another source is; decode it by itself");
            }
            if (Files.isDirectory(source)) {
                FileTree.ending(source, ARCHIVE).root().all().forEach(file -> files.add(file, source.relativize(file)));
            } else {
                files.add(source, source.getFileName());
            }
        }
        return files.targets;
    }

    /** The archives that NetCDF files become; throws UserException where two would share one. */
    static Map<Path, Path> encoded(List<Path> sources, Path folder) {
        GridFiles files = new GridFiles(folder, ARCHIVE);
        sources.forEach(source -> files.add(source, source.getFileName()));
        return files.targets;
    }

    private void add(Path source, Path name) {
        String other = String.valueOf(name.getFileName()).replaceFirst("\\.[^.]*$", "") + ending;
        Path target = folder.resolve(name).resolveSibling(other);
        targets.forEach((earlier, taken) -> {
            if (taken.equals(target) && !earlier.equals(source)) {
                throw new UserException(earlier + " and " + source + " would both become " + target
                        + "; take them one after the other, into different folders");
            }
        });
        targets.put(source, target);
    }
}
