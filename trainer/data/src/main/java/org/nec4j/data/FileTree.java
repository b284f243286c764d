package org.nec4j.data;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.nec4j.codec.error.UserException;

/**
 * What lies below a folder: the one look through folders that data sets, masks, {@code encode}, {@code decode} and {@code stats} share.
 *
 * <p>Symbolic links are followed, but never back into a folder around them. Hidden files and folders, and what systems leave behind
 * (AppleDouble files, {@code __MACOSX}, {@code Thumbs.db} and their like), are passed over and counted, like everything else that is
 * not taken.
 *
 * @param root    the folder, with the files that were taken
 * @param leftOut what was not
 */
public record FileTree(Folder root, LeftOut leftOut) {
    private static final Set<String> SYSTEM = Set.of(
            "__macosx",
            "thumbs.db",
            "ehthumbs.db",
            "ehthumbs_vista.db",
            "desktop.ini",
            "icon\r",
            "$recycle.bin",
            "recycler",
            "system volume information",
            "lost+found",
            "@eadir",
            "#recycle",
            "__pycache__");

    /**
     * A folder.
     *
     * @param path    where it is
     * @param files   taken, by name
     * @param folders below it, by name; some may hold nothing
     */
    public record Folder(Path path, List<Path> files, List<Folder> folders) {
        /** The last part of its path. */
        public String name() {
            return nameOf(path);
        }

        /** Files at or below it, by path. */
        public List<Path> all() {
            List<Path> all = new ArrayList<>();
            collect(all);
            all.sort(Comparator.naturalOrder());
            return all;
        }

        private void collect(List<Path> all) {
            all.addAll(files);
            folders.forEach(folder -> folder.collect(all));
        }

        /** Whether no file lies at or below it. */
        public boolean isEmpty() {
            return files.isEmpty() && folders.stream().allMatch(Folder::isEmpty);
        }

        /** Folders just below it with a file at or below them. */
        List<Folder> filled() {
            return folders.stream().filter(folder -> !folder.isEmpty()).toList();
        }
    }

    /** Why a file is not taken. */
    record Refusal(LeftOut.Reason reason, String kind) {}

    /** Nothing that is to be told. */
    private static final Refusal COMPANION = new Refusal(LeftOut.Reason.OTHER, "");

    /** The images at or below a folder; throws UserException where it cannot be listed. */
    public static FileTree images(Path root) {
        return walk(root, ImageFiles::refusal);
    }

    /** The files at or below a folder whose names end so; throws UserException where it cannot be listed. */
    public static FileTree ending(Path root, String ending) {
        return walk(
                root,
                file -> nameOf(file).endsWith(ending)
                        ? Optional.empty()
                        : Optional.of(new Refusal(LeftOut.Reason.OTHER, endingOf(file))));
    }

    /** As {@link #ending(Path, String)}, where files of another ending belong to those and are none that were left out. */
    public static FileTree ending(Path root, String ending, String companion) {
        return walk(
                root,
                file -> nameOf(file).endsWith(ending)
                        ? Optional.empty()
                        : Optional.of(
                                nameOf(file).endsWith(companion)
                                        ? COMPANION
                                        : new Refusal(LeftOut.Reason.OTHER, endingOf(file))));
    }

    private static FileTree walk(Path root, Function<Path, Optional<Refusal>> refusal) {
        Walker walker = new Walker(root, refusal);
        try {
            Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, walker);
        } catch (IOException e) {
            throw unlistable(root, e);
        }
        return new FileTree(walker.done, walker.leftOut());
    }

    /** The last part of a path; empty for a file system's root. */
    static String nameOf(Path path) {
        Path name = path.getFileName();
        return name == null ? "" : name.toString();
    }

    /** What follows a name's last dot, in lower case, with the dot; {@code "without an ending"} where there is none. */
    static String endingOf(Path file) {
        String name = nameOf(file);
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(dot).toLowerCase(Locale.ROOT) : "without an ending";
    }

    private static UserException unlistable(Path path, IOException e) {
        return new UserException(path + ": cannot be listed (" + e.getMessage() + "); see who may read it", e);
    }

    private static final class Walker extends SimpleFileVisitor<Path> {
        private final Path root;
        private final Function<Path, Optional<Refusal>> refusal;
        private final Deque<Folder> open = new ArrayDeque<>();
        private final TreeMap<LeftOut.Reason, java.util.Map<String, Integer>> left = new TreeMap<>();
        private Folder done;

        Walker(Path root, Function<Path, Optional<Refusal>> refusal) {
            this.root = root;
            this.refusal = refusal;
        }

        LeftOut leftOut() {
            return new LeftOut(left);
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (!folder.equals(root) && hidden(folder)) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            open.push(new Folder(folder, new ArrayList<>(), new ArrayList<>()));
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (hidden(file)) {
                return FileVisitResult.CONTINUE;
            }
            if (attributes.isSymbolicLink()) {
                // Links are followed, so whatever still looks like one has no end.
                leave(LeftOut.Reason.DANGLING, endingOf(file));
            } else if (!attributes.isRegularFile()) {
                leave(LeftOut.Reason.OTHER, "no plain file");
            } else {
                refusal.apply(file)
                        .ifPresentOrElse(this::leave, () -> open.peek().files.add(file));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException e) {
            if (e instanceof FileSystemLoopException) {
                leave(LeftOut.Reason.LOOP, nameOf(path));
                return FileVisitResult.CONTINUE;
            }
            throw unlistable(path, e);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path path, IOException e) {
            if (e != null) {
                throw unlistable(path, e);
            }
            Folder folder = open.pop();
            folder.files.sort(Comparator.naturalOrder());
            folder.folders.sort(Comparator.comparing(Folder::path));
            if (open.isEmpty()) {
                done = folder;
            } else {
                open.peek().folders.add(folder);
            }
            return FileVisitResult.CONTINUE;
        }

        private boolean hidden(Path path) {
            String name = nameOf(path);
            boolean hidden = name.startsWith(".")
                    || name.endsWith("~")
                    || name.startsWith("~$")
                    || SYSTEM.contains(name.toLowerCase(Locale.ROOT));
            if (hidden) {
                leave(LeftOut.Reason.HIDDEN, name.startsWith("._") ? "._*" : name.strip());
            }
            return hidden;
        }

        private void leave(Refusal why) {
            if (why != COMPANION) {
                leave(why.reason, why.kind);
            }
        }

        private void leave(LeftOut.Reason reason, String kind) {
            left.computeIfAbsent(reason, r -> new TreeMap<>()).merge(kind, 1, Integer::sum);
        }
    }
}
