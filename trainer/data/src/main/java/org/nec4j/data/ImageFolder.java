package org.nec4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;

/**
 * Reads data sets that are folders of images: one folder a class, or an {@code index.csv} that says path, label and split.
 *
 * <p>A folder with an {@code index.csv} is read by it. A folder that holds just {@code images} and {@code masks} has images without a
 * class, and its masks are left to {@link SegmentationFolder}; so has a folder of images without any folder below it. Otherwise the folders just below the root are the classes, unless all of them
 * are named train, val, test or pretrain: then the classes lie below those. Hidden files and files that are no images are passed over.
 */
public final class ImageFolder {
    /** The endings, in lower case, of the files that are taken for images. */
    static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "tif", "tiff", "npy");

    private ImageFolder() {}

    /**
     * Reads a data set without opening an image.
     *
     * @param name what messages call it
     * @param root the folder
     * @param classes the class names that are allowed, in label order; empty: those found, sorted
     * @param rule how to split a source that has no splits of its own
     * @throws UserException if nothing is there, the index is at fault, or a class is not among {@code classes}
     */
    public static Dataset read(String name, Path root, List<String> classes, SplitRule rule) {
        if (!Files.isDirectory(root)) {
            throw new UserException(root + ": no such folder, expected the images of data set " + name
                    + "; see its description for the source");
        }
        Path index = root.resolve("index.csv");
        if (Files.isRegularFile(index)) {
            return ImageIndex.read(name, root, index, classes);
        }
        return tree(name, root, classes, rule);
    }

    /**
     * Every image at or below the given files and folders, without labels, in the order given and sorted within a folder.
     *
     * @throws UserException if a path does not exist or holds no image
     */
    public static Dataset unlabelled(String name, List<Path> paths) {
        List<Sample> samples = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                List<Path> images = images(path);
                if (images.isEmpty()) {
                    throw noImages(path);
                }
                images.forEach(image -> samples.add(sample(path, image, Sample.UNLABELLED, Split.TEST)));
            } else if (Files.isRegularFile(path)) {
                samples.add(sample(
                        path.toAbsolutePath().getParent(), path.toAbsolutePath(), Sample.UNLABELLED, Split.TEST));
            } else {
                throw new UserException(path + ": no such file or folder, expected an image or a folder of images");
            }
        }
        return new Dataset(name, List.of(), samples);
    }

    private static Dataset tree(String name, Path root, List<String> classes, SplitRule rule) {
        List<Path> top = folders(root);
        if (top.isEmpty()) {
            List<Sample> samples = withoutClass(root, root);
            if (samples.isEmpty()) {
                throw noImages(root);
            }
            return new Dataset(name, classes, rule.apply(samples));
        }
        if (top.stream().map(ImageFolder::fileName).toList().equals(List.of("images", "masks"))) {
            return new Dataset(name, classes, rule.apply(withoutClass(root, top.get(0))));
        }
        boolean split = !top.isEmpty()
                && top.stream().allMatch(f -> Split.of(fileName(f)).isPresent());
        List<Path> classFolders =
                split ? top.stream().flatMap(f -> folders(f).stream()).toList() : top;
        Set<String> found = new TreeSet<>();
        classFolders.forEach(folder -> found.add(fileName(folder)));
        List<String> names = classes.isEmpty() ? List.copyOf(found) : classes;
        List<Sample> samples = new ArrayList<>();
        for (Path folder : classFolders) {
            List<Path> images = images(folder);
            int label = names.indexOf(fileName(folder));
            if (label < 0 && !images.isEmpty()) {
                throw new UserException(folder + ": unknown class '" + fileName(folder) + "', data set " + name
                        + " has " + ClassNames.list(names)
                        + "; rename or remove the folder, or add the class to the description");
            }
            Split given = split ? Split.of(fileName(folder.getParent())).orElseThrow() : Split.TRAIN;
            images.forEach(image -> samples.add(sample(root, image, label, given)));
        }
        if (samples.isEmpty()) {
            throw noImages(root);
        }
        samples.sort(Comparator.comparing(Sample::key));
        return new Dataset(name, names, split ? samples : rule.apply(samples));
    }

    private static List<Sample> withoutClass(Path root, Path folder) {
        return images(folder).stream()
                .map(image -> sample(root, image, Sample.UNLABELLED, Split.TRAIN))
                .toList();
    }

    private static Sample sample(Path root, Path image, int label, Split split) {
        String key = root.relativize(image).toString().replace('\\', '/');
        return new Sample(key, image, label, split, Optional.empty());
    }

    private static List<Path> folders(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory)
                    .filter(entry -> !fileName(entry).startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be listed (" + e.getMessage() + ")", e);
        }
    }

    private static List<Path> images(Path folder) {
        try (Stream<Path> entries = Files.walk(folder)) {
            return entries.filter(ImageFolder::isImage)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new UserException(folder + ": cannot be listed (" + e.getMessage() + ")", e);
        }
    }

    /** Whether a file's name ends as images do. */
    static boolean isImage(Path path) {
        String name = fileName(path);
        int dot = name.lastIndexOf('.');
        return dot > 0 && ENDINGS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }

    private static String fileName(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    private static UserException noImages(Path root) {
        return new UserException(root
                + ": holds no image, expected .jpg, .png, .tif or .npy files, one folder a class, or an index.csv");
    }
}
