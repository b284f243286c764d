package org.nec4j.data;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.FileTree.Folder;

/** Refuses folders whose names would be learnt as classes though they hardly are: what a set's description names as classes passes. */
final class Misreading {
    /** Names by which people call what belongs to images, and hardly ever a class of them. */
    private static final Set<String> PARTS = Set.of(
            "images",
            "image",
            "imgs",
            "img",
            "masks",
            "mask",
            "labels",
            "label",
            "annotations",
            "annotation",
            "gt",
            "gts");

    private static final String REMEDY =
            "list the images in an index.csv, or if they all are classes, name them under classes in the"
                    + " description";

    private Misreading() {}

    /**
     * Refuses what is no class, or may be none.
     *
     * @param home   where the folders lie
     * @param filled those that hold images
     * @param splits which of them are named after splits
     * @param named  classes that a description names
     */
    static void refuse(Folder home, List<Folder> filled, List<Folder> splits, List<String> named) {
        if (!splits.isEmpty()) {
            throw new UserException(home.path() + ": folders that are named after splits (" + names(splits)
                    + ") lie beside others ("
                    + names(filled.stream()
                            .filter(folder -> !splits.contains(folder))
                            .toList())
                    + "); move those away, or if they all are classes, name them under classes in the description");
        }
        List<Folder> unnamed =
                filled.stream().filter(folder -> !named.contains(folder.name())).toList();
        refuseParts(home, unnamed);
        refuseHiddenSplits(home, unnamed);
        refuseEqualInside(home, unnamed);
    }

    private static void refuseParts(Folder home, List<Folder> unnamed) {
        List<Folder> parts = unnamed.stream()
                .filter(folder -> PARTS.contains(folder.name().toLowerCase(Locale.ROOT)))
                .toList();
        if (!parts.isEmpty()) {
            throw new UserException(home.path() + ": holds " + names(parts)
                    + ", which is hardly a class; images with masks lie in folders images and masks side by side,"
                    + " images alone just in their folder, and if it is a class, name it under classes in the"
                    + " description");
        }
    }

    /** seg_train and seg_test, trainA and testA: one of them may be a class, two of different splits hardly are. */
    private static void refuseHiddenSplits(Folder home, List<Folder> unnamed) {
        List<Folder> hidden = unnamed.stream()
                .filter(folder -> splitWithin(folder.name()).isPresent())
                .toList();
        Set<Split> splits = EnumSet.noneOf(Split.class);
        hidden.forEach(folder -> splits.add(splitWithin(folder.name()).orElseThrow()));
        if (splits.size() > 1) {
            throw new UserException(home.path() + ": the folders " + names(hidden)
                    + " seem to be splits rather than classes; call them train, val and test, " + REMEDY);
        }
    }

    private static Optional<Split> splitWithin(String name) {
        return Stream.of(name.split("[-_. ]+|(?<=[a-z])(?=[A-Z])"))
                .flatMap(word -> Split.called(word).stream())
                .findFirst();
    }

    /** Folds, and originals beside augmented images: folders in which the same folders lie, which then are the classes. */
    private static void refuseEqualInside(Folder home, List<Folder> unnamed) {
        if (unnamed.size() < 2) {
            return;
        }
        List<String> inside = inside(unnamed.get(0));
        boolean equal = inside.size() > 1
                && inside.stream().noneMatch(name -> Split.called(name).isPresent())
                && unnamed.stream()
                        .allMatch(folder ->
                                folder.files().isEmpty() && inside(folder).equals(inside));
        boolean numbered = isNumbered(unnamed.stream().map(Folder::name).toList());
        // Classes by year, or in numbered portions, are many people's own order.
        if (equal && (numbered || !isNumbered(inside))) {
            throw new UserException(home.path() + ": the folders " + names(unnamed) + " all hold the same folders ("
                    + ClassNames.list(inside) + "), so that either may be the classes; " + REMEDY);
        }
    }

    private static List<String> inside(Folder folder) {
        return folder.filled().stream().map(Folder::name).toList();
    }

    /** Whether names differ by a number at their end alone. */
    private static boolean isNumbered(List<String> names) {
        return names.stream().allMatch(name -> name.matches(".*[0-9]"))
                && names.stream()
                                .map(name -> name.replaceFirst("[-_. ]*[0-9]+$", ""))
                                .distinct()
                                .count()
                        == 1;
    }

    static void refuseSingleClass(Folder home, List<SetLayout.Placed> images, List<String> named) {
        List<String> having = images.stream()
                .flatMap(image -> image.className().stream())
                .distinct()
                .toList();
        if (having.size() == 1 && named.isEmpty()) {
            throw new UserException(home.path() + ": holds images of a single class, '" + having.get(0)
                    + "', of which nothing can be told apart; for images without a class, take them out of that folder"
                    + " or name it under folders; if it is meant, name it under classes in the description");
        }
    }

    static String names(List<Folder> folders) {
        return folders.stream()
                .map(Folder::name)
                .collect(Collectors.collectingAndThen(Collectors.toList(), ClassNames::list));
    }
}
