package org.nec4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.PathText;

/**
 * Reads data sets that are folders of images: laid out as {@link SetLayout} knows it, or with an {@code index.csv} that says path, label
 * and split. {@link FileTree} says which files count.
 */
public final class ImageFolder {
    private ImageFolder() {}

    /**
     * Reads a data set without opening an image.
     *
     * @param name what messages call it
     * @param root the folder
     * @param classes the class names that are allowed, in label order; empty: those found, sorted
     * @param rule how to split a source that has no splits of its own
     * @throws UserException if nothing is there, the index is at fault, a class is not among {@code classes}, or folders mean
     *     something that is not known
     */
    public static Dataset read(String name, Path root, List<String> classes, SplitRule rule) {
        if (!Files.isDirectory(root)) {
            throw new UserException(root + ": no such folder, expected the images of data set " + name
                    + "; see its description for the source");
        }
        Path index = root.resolve(ImageIndex.NAME);
        if (Files.isRegularFile(index)) {
            return ImageIndex.read(name, root, index, classes);
        }
        FileTree tree = FileTree.images(root);
        SetLayout layout = SetLayout.of(tree.root(), classes);
        Path inner = layout.home().resolve(ImageIndex.NAME);
        if (Files.isRegularFile(inner)) {
            return ImageIndex.read(name, layout.home(), inner, classes);
        }
        if (layout.images().isEmpty()) {
            throw noImages(root, tree.leftOut());
        }
        List<String> names = classes.isEmpty() ? ClassNames.apart(root.toString(), layout.classes()) : classes;
        List<Sample> samples = new ArrayList<>();
        for (SetLayout.Placed image : layout.images()) {
            int label = image.className()
                    .map(word -> label(name, word, image.file(), names))
                    .orElse(Sample.UNLABELLED);
            samples.add(sample(root, image.file(), label, image.split().orElse(Split.TRAIN)));
        }
        samples.sort(Comparator.comparing(Sample::key));
        return new Dataset(
                name,
                names,
                layout.isSplit() ? samples : rule.apply(samples),
                tree.leftOut().and(layout.leftOut()));
    }

    /**
     * Every image at or below the given files and folders, without labels, in the order given and sorted within a folder.
     *
     * @throws UserException if a path does not exist or holds no image
     */
    public static Dataset unlabelled(String name, List<Path> paths) {
        List<Sample> samples = new ArrayList<>();
        LeftOut leftOut = LeftOut.NOTHING;
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                FileTree tree = FileTree.images(path);
                if (tree.root().isEmpty()) {
                    throw noImages(path, tree.leftOut());
                }
                tree.root().all().forEach(image -> samples.add(sample(path, image, Sample.UNLABELLED, Split.TEST)));
                leftOut = leftOut.and(tree.leftOut());
            } else if (Files.isRegularFile(path)) {
                samples.add(sample(
                        path.toAbsolutePath().getParent(), path.toAbsolutePath(), Sample.UNLABELLED, Split.TEST));
            } else {
                throw new UserException(path + ": no such file or folder, expected an image or a folder of images");
            }
        }
        return new Dataset(name, List.of(), samples, leftOut);
    }

    private static int label(String name, String word, Path image, List<String> names) {
        int label = names.indexOf(word);
        if (label < 0) {
            throw new UserException(image.getParent() + ": unknown class '" + word + "', data set " + name + " has "
                    + ClassNames.list(names) + "; rename or remove the folder, or add the class to the description");
        }
        return label;
    }

    private static Sample sample(Path root, Path image, int label, Split split) {
        String key = PathText.of(root.relativize(image));
        return new Sample(key, image, label, split, Optional.empty());
    }

    private static UserException noImages(Path root, LeftOut leftOut) {
        return new UserException(root
                + ": holds no image that is read, expected .jpg, .png, .tif or .npy files, one folder a class, or an"
                + " index.csv"
                + leftOut.phrase().map(what -> "; left out: " + what).orElse(""));
    }
}
