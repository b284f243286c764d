package org.nec4j.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;

/**
 * Where a study of runs writes, and where its runs lie.
 *
 * @param output receives results, table and figures
 * @param runs   keeps the runs of this study
 */
record StudyFolders(Path output, Path runs) {
    /** What a study's numbers are called, of whatever kind it is. */
    static final String RESULTS = "results.json";

    /** Those of a study's file: runs lie in a folder named after the one that holds it. */
    static StudyFolders of(Path file, Path output, Path work) {
        return new StudyFolders(
                output, work.resolve(file.toAbsolutePath().getParent().getFileName()));
    }

    /** Replaces a file of what came out. */
    void write(String name, String text) {
        AtomicFile.write(output.resolve(name), text.getBytes(StandardCharsets.UTF_8));
    }

    /** The folder of a run, made where it is not there. */
    Path run(String name) {
        Path place = runs.resolve(name.replaceAll("[^A-Za-z0-9._-]+", "-"));
        try {
            return Files.createDirectories(place);
        } catch (IOException e) {
            throw new UserException(
                    place + ": cannot be made (" + e.getMessage() + "); name another folder with --work", e);
        }
    }
}
