package org.nec4j.spark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.Dataset;
import org.nec4j.data.ImageFolder;
import org.nec4j.export.Encoding;
import org.nec4j.export.Preprocessing;
import org.nec4j.progress.Console;

/** The images to encode, by the keys of their embeddings. */
sealed interface Images {
    /** How many there are. */
    long count();

    /**
     * Images that executors read themselves.
     *
     * @param paths      by key, in the order in which a part has them
     * @param withPlaces whether their archive keeps where they lie
     */
    record InFiles(Map<String, String> paths, boolean withPlaces) implements Images {
        @Override
        public long count() {
            return paths.size();
        }
    }

    /**
     * Images whose content Spark has.
     *
     * @param content an image file's bytes, by key; a part has them in the order of their keys
     */
    record InRows(JavaPairRDD<String, byte[]> content, long count) implements Images {}

    /** Those in files and below folders, as {@code nec4j encode} finds and calls them. */
    static InFiles of(Codec codec, List<Path> sources, Path output, Console console) {
        Dataset images = ImageFolder.unlabelled("the images to encode", sources);
        images.tellLeftOut(console::say);
        Map<String, String> paths = new LinkedHashMap<>();
        Preprocessing preprocessing = Preprocessing.read(codec.settings().object("preprocessing"));
        Encoding.byKey(images, preprocessing, output, console)
                .forEach((key, sample) ->
                        paths.put(key, sample.path().toAbsolutePath().toString()));
        return new InFiles(paths, Encoding.keepsPlaces(images));
    }

    /** The files and folders that a text file names, one a line, relative ones from where the file lies. */
    static List<Path> listed(Path list) {
        try {
            Path folder = list.toAbsolutePath().getParent();
            List<Path> paths = Files.readAllLines(list, StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.isBlank())
                    .map(folder::resolve)
                    .toList();
            if (paths.isEmpty()) {
                throw new UserException(list + ": names no image; give it a path a line.");
            }
            return paths;
        } catch (IOException e) {
            throw new UserException(
                    list + ": cannot be read as a list of paths (" + e.getMessage() + "); give it a path a line", e);
        }
    }
}
