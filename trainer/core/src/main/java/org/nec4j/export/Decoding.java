package org.nec4j.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nec4j.codec.Codec;
import org.nec4j.codec.UserException;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** Decodes coded embeddings into NumPy arrays. */
public final class Decoding {
    private static final String CODED = ".nemb";

    private Decoding() {}

    /**
     * Writes {@code NAME.npy} (float32, [tokens, dim]) into the folder for every {@code NAME.nemb}.
     *
     * @return number of arrays written
     * @throws UserException that names the file which is absent, damaged or of another codec, or the two that share a name
     */
    public static int decode(Path codecFile, List<Path> files, Path folder, Console console) {
        Codec codec = Codec.open(codecFile);
        Map<Path, Path> targets = targets(files, folder);
        try (Progress progress = console.progress("decoding", targets.size(), "embeddings")) {
            int done = 0;
            for (Map.Entry<Path, Path> target : targets.entrySet()) {
                NpyFile.write(target.getKey(), codec.decode(target.getValue()));
                progress.at(++done);
            }
        }
        return targets.size();
    }

    private static Map<Path, Path> targets(List<Path> files, Path folder) {
        Map<Path, Path> targets = new LinkedHashMap<>();
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new UserException(file
                        + (Files.isDirectory(file)
                                ? ": is a folder; name the .nemb files in it."
                                : ": does not exist; name .nemb files that `nec4j encode` wrote."));
            }
            String name = file.getFileName().toString();
            String stem = name.endsWith(CODED) ? name.substring(0, name.length() - CODED.length()) : name;
            Path earlier = targets.put(folder.resolve(stem + ".npy"), file);
            if (earlier != null) {
                throw new UserException(earlier + " and " + file + " would both become " + stem
                        + ".npy; decode them into different folders.");
            }
        }
        return targets;
    }
}
