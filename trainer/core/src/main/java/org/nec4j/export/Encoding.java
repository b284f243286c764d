package org.nec4j.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nec4j.codec.AtomicFile;
import org.nec4j.codec.UserException;
import org.nec4j.data.Dataset;
import org.nec4j.data.ImageFolder;
import org.nec4j.data.Sample;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** The verb {@code encode}: image files to {@code .nemb} files. */
public final class Encoding {
    private static final int BATCH = 32;

    private Encoding() {}

    /**
     * What was written.
     *
     * @param files number of files
     * @param bytes all their bytes
     */
    public record Written(int files, long bytes) {}

    /**
     * Encodes image files, and those below folders, each into one file of the output folder that keeps its name and its place
     * below the folder it was found in.
     *
     * @throws UserException where there is no image, two would be written to one file, or one cannot be read
     */
    public static Written encode(Path codecFile, List<Path> sources, Path output, Console console) {
        Dataset images = ImageFolder.unlabelled("the images to encode", sources);
        List<Path> targets = targets(images, output);
        ImageEncoder encoder = ImageEncoder.open(codecFile);
        long[] bytes = {0};
        try (Progress progress = console.progress("encoding", images.size(), "images")) {
            encoder.embed(encoder.preprocessing().images(images), BATCH, progress, (embedding, index) -> {
                byte[] stream = encoder.codec().encode(embedding);
                createFolder(targets.get(index).getParent());
                AtomicFile.write(targets.get(index), stream);
                bytes[0] += stream.length;
            });
        }
        return new Written(images.size(), bytes[0]);
    }

    private static List<Path> targets(Dataset images, Path output) {
        List<Path> targets = new ArrayList<>();
        Map<Path, Path> taken = new HashMap<>();
        for (Sample sample : images.samples()) {
            Path target = output.resolve(withEnding(sample.key()));
            Path other = taken.putIfAbsent(target, sample.path());
            if (other != null) {
                throw new UserException(other + " and " + sample.path() + " would both be written to " + target
                        + "; encode them into different folders");
            }
            targets.add(target);
        }
        return targets;
    }

    private static String withEnding(String name) {
        int dot = name.lastIndexOf('.');
        return (dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name) + ".nemb";
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be created (" + e.getMessage() + ")", e);
        }
    }
}
