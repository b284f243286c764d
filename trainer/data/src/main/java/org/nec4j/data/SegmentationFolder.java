package org.nec4j.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;

/**
 * Images with masks: a folder {@code images} and a folder {@code masks} in which the same name, whatever its ending, is the same place.
 *
 * @param root the folder that holds both
 * @param names names without endings, sorted
 * @param images each name's image
 * @param masks each name's mask
 * @param colours colour of each class, 0xRRGGBB, where masks are coloured; empty where they hold class numbers
 */
public record SegmentationFolder(
        Path root, List<String> names, Map<String, Path> images, Map<String, Path> masks, List<Integer> colours) {
    /**
     * Reads the names without opening an image.
     *
     * @throws UserException if a folder is absent or empty, or an image has no mask
     */
    public static SegmentationFolder read(Path root, List<Integer> colours) {
        Map<String, Path> images = files(root.resolve("images"));
        Map<String, Path> masks = files(root.resolve("masks"));
        for (Path image : images.values()) {
            if (!masks.containsKey(stem(image))) {
                throw new UserException(image + ": has no mask of the same name in " + root.resolve("masks"));
            }
        }
        return new SegmentationFolder(root, List.copyOf(images.keySet()), images, masks, List.copyOf(colours));
    }

    /** Number of images. */
    public int size() {
        return names.size();
    }

    /**
     * Image and mask number {@code index}.
     *
     * @throws UserException if one cannot be decoded or they differ in size
     */
    public SegmentationSample sample(int index) {
        String name = names.get(index);
        return SegmentationSample.of(
                ImageDecoder.decode(images.get(name)),
                mask(masks.get(name)),
                images.get(name).toString());
    }

    /** The values of a mask, or the numbers of its colours; throws UserException if it cannot be decoded. */
    ByteImage mask(Path mask) {
        return colours.isEmpty() ? MaskDecoder.indices(mask) : MaskDecoder.colours(mask, colours);
    }

    private static Map<String, Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new UserException(folder + ": no such folder, expected folders 'images' and 'masks' side by side");
        }
        Map<String, Path> files = new TreeMap<>();
        for (Path file : images(folder)) {
            Path other = files.putIfAbsent(stem(file), file);
            if (other != null) {
                throw new UserException(file + ": has the same name as " + other + ", expected each name once");
            }
        }
        if (files.isEmpty()) {
            throw new UserException(folder + ": holds no image, expected .jpg, .png or .tif files");
        }
        return files;
    }

    private static List<Path> images(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(ImageFolder::isImage).sorted().toList();
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be listed (" + e.getMessage() + ")", e);
        }
    }

    /** A file's name without its ending. */
    static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }
}
