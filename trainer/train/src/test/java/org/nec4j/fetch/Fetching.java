package org.nec4j.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.DatasetDescription;
import org.nec4j.progress.Console;
import org.nec4j.progress.Told;

/** A file of 300,000 bytes that servers on this machine bring well or badly, and the folder that receives it. */
abstract class Fetching {
    static final byte[] FILE = bytes(300_000, 1);
    static final String ETAG = "ETag: \"one\"";
    static final Patience SHORT = new Patience(4, 1, 300);

    @TempDir
    Path folder;

    final List<String> said = new ArrayList<>();

    void refused(LoopbackServer server, String sha256, String why) {
        assertThatThrownBy(() -> fetch(server, sha256))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(why);
        assertThat(folder.resolve("weights.pth")).doesNotExist();
    }

    Path fetch(LoopbackServer server, String sha256) {
        Manifest manifest = manifest(Optional.of(server.address("/w.pth")), Optional.empty(), Optional.of(sha256));
        return new Fetch(manifest, SHORT, console()).run(wish(Optional.empty(), Optional.empty()));
    }

    Manifest manifest(Optional<String> address, Optional<Long> bytes, Optional<String> sha256) {
        Path target = folder.resolve("weights.pth");
        return new Manifest(
                folder.resolve("weights.conf"),
                Manifest.Kind.CHECKPOINT,
                "weights",
                "some weights",
                new DatasetDescription.Source("https://a.org", address, bytes, sha256, "CC0", "A. Author, 2020", ""),
                Optional.empty(),
                List.of(target));
    }

    Fetch.Wish wish(Optional<String> url, Optional<String> sha256) {
        return new Fetch.Wish(url, sha256, Optional.empty());
    }

    List<String> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    Console console() {
        return new Told(said);
    }

    static void honest(LoopbackServer.Request request, OutputStream out) throws IOException {
        LoopbackServer.head(out, "200 OK", ETAG, "Content-Length: " + FILE.length);
        out.write(FILE);
    }

    static String lengthFrom(LoopbackServer.Request request) {
        return "Content-Length: " + (FILE.length - request.from());
    }

    static String range(LoopbackServer.Request request) {
        return "Content-Range: bytes " + request.from() + "-" + (FILE.length - 1) + "/" + FILE.length;
    }

    static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static String sha(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
