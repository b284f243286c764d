package org.nec4j.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.PathText;
import org.nec4j.progress.Progress;

/**
 * Unpacks zip, tar and tar.gz into a folder that it begins empty: no entry leaves the folder, no link or device is made, nothing is
 * written over, and an archive that would grow beyond its limits is refused while it grows. What headers say of sizes is not believed.
 */
final class Unpacking {
    /** The library offers others, for which it needs libraries that are not here. */
    private static final Set<ZipMethod> METHODS = EnumSet.of(
            ZipMethod.STORED,
            ZipMethod.UNSHRINKING,
            ZipMethod.IMPLODING,
            ZipMethod.DEFLATED,
            ZipMethod.ENHANCED_DEFLATED,
            ZipMethod.BZIP2);

    private static final int BUFFER = 1 << 16;
    private static final int TAR_MAGIC = 257;

    /** Bytes; what every usual file system takes. */
    private static final int LONGEST_NAME = 255;

    private final Path archive;
    private final Path folder;
    private final Limits limits;
    private final long mostBytes;
    private long entries;
    private long written;

    private Unpacking(Path archive, Path folder, Limits limits, long length) {
        this.archive = archive;
        this.folder = folder.toAbsolutePath().normalize();
        this.limits = limits;
        this.mostBytes = Math.min(limits.bytes(), limits.slack() + length * limits.ratio());
    }

    /**
     * What an archive may become.
     *
     * @param entries most files and folders
     * @param bytes   most bytes of all files
     * @param ratio   most bytes of all files for a byte of the archive
     * @param slack   bytes that are allowed whatever the ratio
     */
    record Limits(long entries, long bytes, long ratio, long slack) {
        /** Images hardly shrink in an archive, so that a ratio of 100 leaves room for masks and lists. */
        static Limits of(long freeBytes) {
            return new Limits(5_000_000, freeBytes, 100, 1 << 24);
        }
    }

    /** Whether the file begins as an archive that is read. */
    static boolean isArchive(Path file) throws IOException {
        byte[] head = head(file);
        return isZip(head) || isGzip(head) || isTar(head);
    }

    /**
     * Unpacks.
     *
     * @param folder   begins empty
     * @param progress told how many megabytes of the archive are done
     * @throws UserException for an archive that is damaged, not one, or not safe; the folder then holds what came before
     */
    static void unpack(Path archive, Path folder, Limits limits, Progress progress) throws IOException {
        Unpacking unpacking = new Unpacking(archive, folder, limits, Files.size(archive));
        byte[] head = head(archive);
        Files.createDirectories(folder);
        try {
            if (isZip(head)) {
                unpacking.zip(progress);
            } else if (isGzip(head) || isTar(head)) {
                unpacking.tar(isGzip(head), progress);
            } else {
                throw new UserException(archive + ": is neither zip nor tar nor tar.gz");
            }
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException | IllegalArgumentException | ArithmeticException | IndexOutOfBoundsException e) {
            // The library tells damage by exceptions of many kinds.
            throw new UserException(archive + ": is damaged (" + e.getMessage() + "); fetch it again", e);
        }
    }

    private void zip(Progress progress) throws IOException {
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            long done = 0;
            for (Enumeration<ZipArchiveEntry> all = zip.getEntries(); all.hasMoreElements(); ) {
                ZipArchiveEntry entry = all.nextElement();
                Path target = next(entry.getName());
                if (entry.isUnixSymlink()) {
                    throw refused(entry.getName(), "is a link");
                }
                if (entry.isDirectory()) {
                    makeFolder(entry.getName(), target);
                    continue;
                }
                boolean isRead = METHODS.contains(ZipMethod.getMethodByCode(entry.getMethod()));
                if (!isRead || entry.getGeneralPurposeBit().usesEncryption() || !zip.canReadEntryData(entry)) {
                    throw refused(entry.getName(), "is encrypted or packed by a method that is not read");
                }
                try (InputStream in = zip.getInputStream(entry)) {
                    write(entry.getName(), in, target);
                }
                done += Math.max(0, entry.getCompressedSize());
                progress.at(done / 1_000_000);
            }
        }
    }

    private void tar(boolean gzip, Progress progress) throws IOException {
        try (Counted file = new Counted(Files.newInputStream(archive));
                InputStream plain = gzip ? new GZIPInputStream(file, BUFFER) : file;
                TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
            for (TarArchiveEntry entry = tar.getNextTarEntry(); entry != null; entry = tar.getNextTarEntry()) {
                Path target = next(entry.getName());
                if (entry.isDirectory()) {
                    makeFolder(entry.getName(), target);
                } else if (!isPlain(entry)) {
                    throw refused(entry.getName(), "is a link or a device");
                } else {
                    write(entry.getName(), tar, target);
                }
                progress.at(file.count / 1_000_000);
            }
        }
    }

    /** The library takes every kind that it does not know for a file. */
    private static boolean isPlain(TarArchiveEntry entry) {
        return entry.isFile()
                && !(entry.isLink()
                        || entry.isSymbolicLink()
                        || entry.isCharacterDevice()
                        || entry.isBlockDevice()
                        || entry.isFIFO()
                        || entry.isSparse());
    }

    private Path next(String name) {
        if (++entries > limits.entries()) {
            throw refused(name, "is entry number " + entries + ", more than the " + limits.entries() + " allowed");
        }
        return inside(name);
    }

    private Path inside(String name) {
        String path = name.replace('\\', '/');
        boolean named = !path.isBlank() && path.chars().noneMatch(Character::isISOControl);
        if (!named || path.startsWith("/") || path.matches("[A-Za-z]:.*")) {
            throw refused(name, "has a name that is no relative path");
        }
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                throw refused(name, "leads out of the folder");
            }
            if (part.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
                throw refused(name, "has a name longer than the " + LONGEST_NAME + " bytes that files can have");
            }
        }
        Path target;
        try {
            target = folder.resolve(path).normalize();
        } catch (InvalidPathException e) {
            throw refused(
                    name,
                    "has a name that no file can have here"
                            + PathText.remedy().map(what -> " (" + what + ")").orElse(""));
        }
        if (!target.startsWith(folder)) {
            throw refused(name, "leads out of the folder");
        }
        return target;
    }

    private void makeFolder(String name, Path wanted) throws IOException {
        for (Path above = wanted; !above.equals(folder); above = above.getParent()) {
            if (Files.isRegularFile(above)) {
                throw refused(name, "lies in a folder of which the archive says elsewhere that it is a file");
            }
        }
        Files.createDirectories(wanted);
    }

    private void write(String name, InputStream in, Path target) throws IOException {
        if (target.equals(folder)) {
            throw refused(name, "is a file in the place of the folder itself");
        }
        makeFolder(name, target.getParent());
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                written += n;
                if (written > mostBytes) {
                    throw refused(name, "would bring it to more than " + mostBytes + " bytes unpacked");
                }
                out.write(buffer, 0, n);
            }
        } catch (FileAlreadyExistsException e) {
            throw refused(name, "is in it twice");
        }
    }

    private UserException refused(String name, String why) {
        String shown = name.length() > 100 ? name.substring(0, 100) + "..." : name;
        return new UserException(archive + ": is not unpacked, because its entry \""
                + shown.replaceAll("\\p{Cntrl}", "?") + "\" " + why + "; unpack it by hand if you trust it");
    }

    private static boolean isZip(byte[] head) {
        return head.length > 3 && head[0] == 'P' && head[1] == 'K' && (head[2] == 3 || head[2] == 5);
    }

    private static boolean isGzip(byte[] head) {
        return head.length > 1 && head[0] == 0x1F && head[1] == (byte) 0x8B;
    }

    private static boolean isTar(byte[] head) {
        return head.length > TAR_MAGIC + 4
                && new String(head, TAR_MAGIC, 5, StandardCharsets.ISO_8859_1).equals("ustar");
    }

    private static byte[] head(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(512);
        }
    }

    /** Counts what is read of a file. */
    private static final class Counted extends BufferedInputStream {
        private long count;

        Counted(InputStream in) {
            super(in, BUFFER);
        }

        @Override
        public synchronized int read() throws IOException {
            int value = super.read();
            count += value < 0 ? 0 : 1;
            return value;
        }

        @Override
        public synchronized int read(byte[] into, int offset, int length) throws IOException {
            int n = super.read(into, offset, length);
            count += Math.max(0, n);
            return n;
        }
    }
}
