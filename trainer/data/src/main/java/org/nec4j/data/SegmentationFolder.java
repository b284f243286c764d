package org.nec4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.PathText;

/**
 * Images with masks: a folder {@code images} and a folder {@code masks} in which the same name, whatever its ending, is the same place.
 *
 * @param root the folder that holds both
 * @param images sorted
 * @param masks each image's mask
 * @param colours colour of each class, 0xRRGGBB, where masks are coloured; empty where they hold class numbers
 */
public record SegmentationFolder(Path root, List<Path> images, Map<Path, Path> masks, List<Integer> colours) {
    /**
     * Reads the names without opening an image.
     *
     * @throws UserException if a folder is absent or empty, or an image has no mask
     */
    public static SegmentationFolder read(Path root, List<Integer> colours) {
        if (!Files.isDirectory(root)) {
            throw new UserException(root + ": no such folder, expected folders 'images' and 'masks' in it");
        }
        FileTree tree = FileTree.images(root);
        List<SetLayout.Pair> pairs = SetLayout.of(tree.root(), List.of()).pairs();
        if (pairs.isEmpty()) {
            throw new UserException(root + ": has no folders 'images' and 'masks' side by side that hold images"
                    + tree.leftOut().phrase().map(what -> "; left out: " + what).orElse(""));
        }
        List<Path> images = new ArrayList<>();
        Map<Path, Path> masks = new HashMap<>();
        for (SetLayout.Pair pair : pairs) {
            Map<String, Path> byName = byName(pair.masks());
            byName(pair.images()).forEach((name, image) -> {
                Path mask = byName.get(name);
                if (mask == null) {
                    throw new UserException(image + ": has no mask of the same name in "
                            + pair.masks().path());
                }
                images.add(image);
                masks.put(image, mask);
            });
        }
        images.sort(Path::compareTo);
        return new SegmentationFolder(root, List.copyOf(images), Map.copyOf(masks), List.copyOf(colours));
    }

    /** Number of images. */
    public int size() {
        return images.size();
    }

    /** The mask of an image; nothing for an image that is not of this folder. */
    Optional<Path> mask(Path image) {
        return Optional.ofNullable(masks.get(image));
    }

    /** The values of a mask, or the numbers of its colours; throws UserException if it cannot be decoded. */
    Mask values(Path mask) {
        return colours.isEmpty() ? MaskDecoder.values(mask) : MaskDecoder.colours(mask, colours);
    }

    /** Files by their place below a folder, without their endings. */
    private static Map<String, Path> byName(FileTree.Folder folder) {
        Map<String, Path> files = new HashMap<>();
        for (Path file : folder.all()) {
            String place = PathText.of(folder.path().relativize(file));
            int dot = place.lastIndexOf('.');
            Path other = files.putIfAbsent(dot > place.lastIndexOf('/') + 1 ? place.substring(0, dot) : place, file);
            if (other != null) {
                throw new UserException(file + ": has the same name as " + other + ", expected each name once");
            }
        }
        return files;
    }
}
