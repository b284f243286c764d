package org.nec4j.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.io.Sha256;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** The verb {@code fetch}: brings public data sets and weights, goes on where a transfer broke off, checks the digest, and unpacks archives. */
public final class Fetch {
    /** Given as a digest, takes what comes. */
    public static final String UNCHECKED = "none";

    private static final int BUFFER = 1 << 20;
    private static final long MEGABYTE = 1_000_000;

    private final Manifest manifest;
    private final Patience patience;
    private final Console console;

    Fetch(Manifest manifest, Patience patience, Console console) {
        this.manifest = manifest;
        this.patience = patience;
        this.console = console;
    }

    /**
     * What a user adds to a manifest.
     *
     * @param url    an address in place of the manifest's
     * @param sha256 a digest in place of the manifest's, or {@value #UNCHECKED}
     * @param output where it goes, in place of the usual folder or file
     */
    public record Wish(Optional<String> url, Optional<String> sha256, Optional<Path> output) {}

    /**
     * Brings what a manifest describes, unless it is here. Tells licence and citation before anything is asked of a server.
     *
     * @return where it lies
     * @throws UserException where address or digest are not known, the server refuses or lies, the digest differs, or the archive is
     *     not safe; then nothing appears under the final name
     */
    public static Path fetch(Manifest manifest, Wish wish, Console console) {
        return new Fetch(manifest, Patience.usual(), console).run(wish);
    }

    Path run(Wish wish) {
        manifest.terms().forEach(console::say);
        Optional<Path> here = wish.output().isPresent() ? Optional.empty() : manifest.here();
        if (here.isPresent()) {
            console.say(manifest.name() + " is here already.");
            return here.get();
        }
        String address = wish.url().or(() -> manifest.source().address()).orElseThrow(this::noAddress);
        URI uri = Exchange.address(address);
        Optional<String> sha256 =
                digest(wish.sha256().or(() -> manifest.source().sha256()).orElseThrow(this::noDigest));
        Path target = wish.output()
                .orElseGet(() -> manifest.target(address))
                .toAbsolutePath()
                .normalize();
        requireAbsent(target);
        // A length in the manifest is that of the manifest's own address.
        Optional<Long> bytes =
                wish.url().isPresent() ? Optional.empty() : manifest.source().bytes();
        try (PartFile part = PartFile.beside(target)) {
            try {
                // Another process may have brought it before it gave up the lock.
                requireAbsent(target);
                place(part, arrive(part, uri, bytes, sha256), target);
                part.delete();
            } finally {
                part.deleteIfEmpty();
            }
        } catch (IOException e) {
            throw new UserException(target + ": cannot be written (" + e + "); check free space and permissions", e);
        }
        return target;
    }

    private static void requireAbsent(Path target) {
        if (Files.exists(target)) {
            throw new UserException(target + ": is here already; remove it, or choose another place with -o");
        }
    }

    /** Gives the digest of what came. */
    private String arrive(PartFile part, URI address, Optional<Long> bytes, Optional<String> sha256)
            throws IOException {
        boolean whole;
        try (Download download = new Download(manifest.name(), address, bytes, sha256.isPresent(), patience, console)) {
            whole = download.complete(part);
        }
        String actual = digest(part.file());
        if (sha256.isEmpty()) {
            console.say("not checked: sha256 = " + actual);
            return actual;
        }
        if (actual.equals(sha256.get())) {
            return actual;
        }
        part.truncate(0);
        if (!whole) {
            console.say(
                    manifest.name() + ": the pieces do not make the file that is expected; fetching all of it anew");
            return arrive(part, address, bytes, sha256);
        }
        part.delete();
        throw new UserException(address + ": what came has SHA-256 " + actual + ", expected " + sha256.get()
                + "; it was changed there or damaged on its way, and was thrown away");
    }

    private void place(PartFile part, String digest, Path target) throws IOException {
        if (manifest.kind() == Manifest.Kind.CHECKPOINT) {
            // Whoever reads the weights later compares them with what came.
            String line = digest + "  " + target.getFileName() + "\n";
            Files.move(part.file(), target, StandardCopyOption.ATOMIC_MOVE);
            AtomicFile.write(
                    target.resolveSibling(target.getFileName() + ".sha256"), line.getBytes(StandardCharsets.UTF_8));
            return;
        }
        if (!Unpacking.isArchive(part.file())) {
            Path kept = target.resolveSibling(target.getFileName() + ".download");
            Files.move(part.file(), kept, StandardCopyOption.REPLACE_EXISTING);
            part.delete();
            throw new UserException(
                    kept + ": came, but is neither zip nor tar nor tar.gz; unpack it by hand into " + target);
        }
        Path unpacking = target.resolveSibling("." + target.getFileName() + ".unpacking");
        deleteTree(unpacking);
        try {
            long length = Files.size(part.file());
            long free = Files.getFileStore(part.file()).getUsableSpace();
            try (Progress progress = console.progress("unpacking " + manifest.name(), length / MEGABYTE, "MB")) {
                Unpacking.unpack(part.file(), unpacking, Unpacking.Limits.of(free), progress);
            }
            Files.move(unpacking, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            deleteTree(unpacking);
        }
    }

    private String digest(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                Progress progress = console.progress("checking", Files.size(file) / MEGABYTE, "MB")) {
            MessageDigest sha = Sha256.begin();
            byte[] buffer = new byte[BUFFER];
            long done = 0;
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                sha.update(buffer, 0, n);
                done += n;
                progress.at(done / MEGABYTE);
            }
            return Sha256.hex(sha);
        }
    }

    private static Optional<String> digest(String given) {
        String hex = given.strip().toLowerCase(Locale.ROOT);
        if (!hex.equals(UNCHECKED) && !hex.matches("[0-9a-f]{64}")) {
            throw new UserException(
                    "--sha256 takes 64 hexadecimal digits, or " + UNCHECKED + ", not \"" + given + "\"");
        }
        return Optional.of(hex).filter(h -> !h.equals(UNCHECKED));
    }

    private UserException noAddress() {
        return new UserException("no direct address of " + manifest.name() + " is known" + note() + " Look at "
                + manifest.source().homepage() + " and give --url ADDRESS with --sha256 HEX, or put it by hand "
                + (manifest.kind() == Manifest.Kind.DATASET ? "into " + manifest.target("") : "where you like")
                + ".");
    }

    private UserException noDigest() {
        return new UserException("the SHA-256 of " + manifest.name() + " is not known to this project; look for it at "
                + manifest.source().homepage() + " and give --sha256 HEX, or --sha256 " + UNCHECKED
                + " to take what comes (its digest is told, for " + manifest.file() + ")");
    }

    private String note() {
        return manifest.source().note().isBlank()
                ? "."
                : ": " + manifest.source().note();
    }

    /** Deletes a folder of ours with what is in it; links are deleted, never followed. */
    private static void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException problem) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
