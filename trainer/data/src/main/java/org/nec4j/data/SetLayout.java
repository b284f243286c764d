package org.nec4j.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.FileTree.Folder;

/**
 * How a folder of images is laid out, found out from the names of its folders. Known are
 *
 * <pre>
 *   IMAGE                        no classes
 *   CLASS/IMAGE                  also further down below a class
 *   SPLIT/CLASS/IMAGE            SPLIT as {@link Split#called} knows it; also CLASS/SPLIT/IMAGE and SPLIT/IMAGE
 *   images/NAME and masks/NAME   also SPLIT/images and SPLIT/masks, or images/SPLIT and masks/SPLIT
 * </pre>
 *
 * and one of these inside one more folder, or several; where an index says what the images are, only folders of masks are looked for. Where folders mean something that is none of these, a UserException says so:
 * a single class, or splits and classes side by side, would be learnt without a word.
 *
 * @param home    the folder below which the layout begins
 * @param images  every image with what its place says
 * @param classes names of the folders that are classes, sorted; empty without classes
 * @param pairs   folders of images and of masks, where there are masks
 * @param leftOut images that lie where the layout has no place for them
 */
record SetLayout(Path home, List<Placed> images, List<String> classes, List<Pair> pairs, LeftOut leftOut) {
    private static final String IMAGES = "images";
    private static final String MASKS = "masks";

    /**
     * An image.
     *
     * @param file     where it is
     * @param className the class, where there are classes
     * @param split    the split, where there are splits
     */
    record Placed(Path file, Optional<String> className, Optional<Split> split) {}

    /** Folders in which the same name is the same place. */
    record Pair(Folder images, Folder masks) {}

    /** Whether images come with splits. */
    boolean isSplit() {
        return images.stream().anyMatch(image -> image.split.isPresent());
    }

    /**
     * The layout of what lies below a folder.
     *
     * @param named classes that a description names: folders of these names are classes whatever they look like
     */
    static SetLayout of(Folder root, List<String> named) {
        Folder home = unwrapped(root, named);
        if (hasIndex(home)) {
            List<Pair> pairs = pair(home).map(List::of).orElse(List.of());
            return new SetLayout(home.path(), List.of(), List.of(), pairs, LeftOut.NOTHING);
        }
        List<Folder> filled = home.filled();
        Optional<Pair> pair = pair(home);
        if (pair.isPresent()) {
            return pairs(home, List.of(pair.get()), others(home, filled));
        }
        if (filled.isEmpty()) {
            return new SetLayout(home.path(), placed(home, Optional.empty()), List.of(), List.of(), LeftOut.NOTHING);
        }
        List<Folder> splits =
                filled.stream().filter(folder -> isSplit(folder, named)).toList();
        if (splits.size() == filled.size()) {
            return bySplits(home, splits, named);
        }
        Misreading.refuse(home, filled, splits, named);
        return byClasses(home, filled, named);
    }

    /** The folder that holds more than one other folder: data sets come inside folders of their own name. */
    private static Folder unwrapped(Folder root, List<String> named) {
        Folder home = root;
        while (!hasIndex(home)
                && home.files().isEmpty()
                && home.filled().size() == 1
                && home.folders().size() == 1) {
            Folder only = home.filled().get(0);
            boolean around = only.files().isEmpty() || hasIndex(only);
            if (isSplit(only, named) || named.contains(only.name()) || !around) {
                break;
            }
            home = only;
        }
        return home;
    }

    /** Whether an index says what a folder's images are. */
    static boolean hasIndex(Folder folder) {
        return Files.isRegularFile(folder.path().resolve(ImageIndex.NAME));
    }

    private static boolean isSplit(Folder folder, List<String> named) {
        return !named.contains(folder.name()) && Split.called(folder.name()).isPresent();
    }

    private static Optional<Pair> pair(Folder folder) {
        return child(folder, IMAGES)
                .flatMap(images -> child(folder, MASKS).map(masks -> new Pair(images, masks)))
                .filter(pair -> !pair.images.isEmpty() && !pair.masks.isEmpty());
    }

    private static Optional<Folder> child(Folder folder, String name) {
        return folder.folders().stream()
                .filter(child -> child.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    private static SetLayout pairs(Folder home, List<Pair> pairs, LeftOut leftOut) {
        List<Placed> images = new ArrayList<>();
        for (Pair pair : pairs) {
            Optional<Split> outside = Split.called(
                    pair.images.path().getParent().equals(home.path())
                            ? ""
                            : FileTree.nameOf(pair.images.path().getParent()));
            List<Folder> below = pair.images.filled();
            boolean inside = outside.isEmpty()
                    && pair.images.files().isEmpty()
                    && below.stream().allMatch(folder -> isSplit(folder, List.of()));
            if (inside) {
                below.forEach(folder -> images.addAll(placed(folder, Split.called(folder.name()))));
            } else {
                images.addAll(placed(pair.images, outside));
            }
        }
        return new SetLayout(home.path(), images, List.of(), pairs, leftOut);
    }

    /** What lies beside a pair of folders. */
    private static LeftOut others(Folder home, List<Folder> filled) {
        LeftOut out = beside(home);
        for (Folder folder : filled) {
            if (!List.of(IMAGES, MASKS).contains(folder.name().toLowerCase(Locale.ROOT))) {
                out = out.and(LeftOut.Reason.BESIDE, folder.name(), folder.all().size());
            }
        }
        return out;
    }

    private static SetLayout bySplits(Folder home, List<Folder> splits, List<String> named) {
        List<Pair> pairs =
                splits.stream().flatMap(split -> pair(split).stream()).toList();
        long flat = splits.stream().filter(split -> split.filled().isEmpty()).count();
        if (pairs.size() == splits.size()) {
            LeftOut out = beside(home);
            for (Folder split : splits) {
                out = out.and(others(split, split.filled()));
            }
            return pairs(home, pairs, out);
        }
        if (flat == splits.size()) {
            List<Placed> images = new ArrayList<>();
            splits.forEach(split -> images.addAll(placed(split, Split.called(split.name()))));
            return new SetLayout(home.path(), images, List.of(), List.of(), beside(home));
        }
        if (flat > 0 || !pairs.isEmpty()) {
            throw new UserException(home.path() + ": of the folders " + Misreading.names(splits) + " some hold "
                    + (flat > 0 ? "folders of classes and some images without a class" : "images with masks")
                    + ", expected the same in each; bring them into one form, or list the images in an index.csv");
        }
        Set<String> classes = new TreeSet<>();
        List<Placed> images = new ArrayList<>();
        LeftOut out = beside(home);
        for (Folder split : splits) {
            Misreading.refuse(split, split.filled(), List.of(), named);
            out = out.and(beside(split));
            for (Folder folder : split.folders()) {
                classes.add(folder.name());
                images.addAll(placed(folder, folder.name(), Split.called(split.name())));
            }
        }
        Misreading.refuseSingleClass(home, images, named);
        return new SetLayout(home.path(), images, List.copyOf(classes), List.of(), out);
    }

    private static SetLayout byClasses(Folder home, List<Folder> filled, List<String> named) {
        Set<String> classes = new TreeSet<>();
        List<Placed> images = new ArrayList<>();
        boolean splitBelow = filled.stream()
                .allMatch(folder -> folder.files().isEmpty()
                        && folder.filled().stream().allMatch(below -> isSplit(below, List.of())));
        for (Folder folder : home.folders()) {
            classes.add(folder.name());
            if (splitBelow) {
                folder.filled()
                        .forEach(split -> images.addAll(placed(split, folder.name(), Split.called(split.name()))));
            } else {
                folder.filled().stream()
                        .filter(below -> isSplit(below, List.of()))
                        .findFirst()
                        .ifPresent(below -> {
                            throw new UserException(below.path() + ": is named after a split, but not every class of "
                                    + home.path() + " consists of splits alone; bring them into one form, such as"
                                    + " SPLIT/CLASS/IMAGE, or list the images in an index.csv");
                        });
                images.addAll(placed(folder, folder.name(), Optional.empty()));
            }
        }
        Misreading.refuseSingleClass(home, images, named);
        return new SetLayout(home.path(), images, List.copyOf(classes), List.of(), beside(home));
    }

    private static LeftOut beside(Folder folder) {
        return LeftOut.NOTHING.and(
                LeftOut.Reason.BESIDE, folder.name(), folder.files().size());
    }

    private static List<Placed> placed(Folder folder, Optional<Split> split) {
        return folder.all().stream()
                .map(file -> new Placed(file, Optional.empty(), split))
                .toList();
    }

    private static List<Placed> placed(Folder folder, String className, Optional<Split> split) {
        return folder.all().stream()
                .map(file -> new Placed(file, Optional.of(className), split))
                .toList();
    }
}
