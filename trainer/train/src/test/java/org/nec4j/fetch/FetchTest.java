package org.nec4j.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.DatasetDescription;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

@Timeout(600)
class FetchTest {
    private static final byte[] FILE = bytes(300_000, 1);
    private static final String ETAG = "ETag: \"one\"";
    private static final Patience SHORT = new Patience(4, 1, 300);

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();

    @Test
    void bringsAFileAndTellsLicenceAndCitationFirst() throws IOException {
        try (LoopbackServer server = LoopbackServer.that(FetchTest::honest)) {
            Path file = fetch(server, sha(FILE));

            assertThat(file).isEqualTo(folder.resolve("weights.pth")).hasBinaryContent(FILE);
            assertThat(said).startsWith("weights: some weights", "licence:  CC0", "citation: A. Author, 2020");
        }
        assertThat(leftovers()).containsExactly("weights.pth");
    }

    @Test
    void goesOnWhereTheConnectionWasCut() throws IOException {
        try (LoopbackServer server = LoopbackServer.that((request, out) -> {
            LoopbackServer.head(
                    out,
                    request.from() == 0 ? "200 OK" : "206 Partial Content",
                    ETAG,
                    lengthFrom(request),
                    range(request));
            out.write(FILE, request.from(), Math.min(70_000, FILE.length - request.from()));
        })) {
            assertThat(fetch(server, sha(FILE))).hasBinaryContent(FILE);
            assertThat(server.requests())
                    .extracting(LoopbackServer.Request::from)
                    .containsExactly(0, 70_000, 140_000, 210_000, 280_000);
            assertThat(server.requests().get(1).headers()).containsEntry("if-range", "\"one\"");
        }
    }

    @Test
    void aLaterCallGoesOnWithWhatAnEarlierOneBrought() throws IOException {
        boolean[] down = {true};
        try (LoopbackServer server = LoopbackServer.that((request, out) -> {
            if (down[0] && request.number() > 0) {
                LoopbackServer.head(out, "503 Busy", "Retry-After: 0", "Content-Length: 0");
                return;
            }
            LoopbackServer.head(
                    out,
                    request.from() == 0 ? "200 OK" : "206 Partial Content",
                    ETAG,
                    lengthFrom(request),
                    range(request));
            out.write(FILE, request.from(), down[0] ? 100_000 : FILE.length - request.from());
        })) {
            assertThatThrownBy(() -> fetch(server, sha(FILE)))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("answers 503, 4 times in a row; 100000 bytes are kept");
            assertThat(folder.resolve("weights.pth")).doesNotExist();
            down[0] = false;

            assertThat(fetch(server, sha(FILE))).hasBinaryContent(FILE);
            assertThat(server.requests().get(server.requests().size() - 1).from())
                    .isEqualTo(100_000);
        }
    }

    @Test
    void startsAnewWhereTheServerKnowsNoRangesOrTheFileHasChanged() throws IOException {
        byte[] other = bytes(200_000, 2);
        try (LoopbackServer server = LoopbackServer.that((request, out) -> {
            byte[] content = request.number() == 0 ? FILE : other;
            LoopbackServer.head(
                    out, "200 OK", "ETag: \"" + request.number() + "\"", "Content-Length: " + content.length);
            out.write(content, 0, request.number() == 0 ? 150_000 : content.length);
        })) {
            assertThat(fetch(server, sha(other))).hasBinaryContent(other);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void joinsNoPiecesOfTwoFilesAndFetchesAnewWhereTheyDoNotFit() throws IOException {
        try (LoopbackServer server = LoopbackServer.that((request, out) -> {
            byte[] content = request.number() == 0 ? bytes(FILE.length, 9) : FILE;
            LoopbackServer.head(
                    out, request.from() == 0 ? "200 OK" : "206 Partial Content", lengthFrom(request), range(request));
            out.write(content, request.from(), request.number() == 0 ? 150_000 : FILE.length - request.from());
        })) {
            assertThat(fetch(server, sha(FILE))).hasBinaryContent(FILE);
            assertThat(server.requests())
                    .extracting(LoopbackServer.Request::from)
                    .containsExactly(0, 150_000, 0);
        }
    }

    @Test
    void aServerThatAnswersWithOtherBytesThanAskedForIsAskedForAll() throws IOException {
        try (LoopbackServer server = LoopbackServer.that((request, out) -> {
            if (request.from() > 0) {
                LoopbackServer.head(
                        out, "206 Partial Content", "Content-Length: 10", "Content-Range: bytes 5-14/" + FILE.length);
                out.write(FILE, 5, 10);
                return;
            }
            LoopbackServer.head(out, "200 OK", ETAG, "Content-Length: " + FILE.length);
            out.write(FILE, 0, request.number() == 0 ? 90_000 : FILE.length);
        })) {
            assertThat(fetch(server, sha(FILE))).hasBinaryContent(FILE);
        }
    }

    @Test
    void aLengthThatIsTooLongEndsInASentence() throws IOException {
        try (LoopbackServer server = LoopbackServer.that((request, out) -> {
            LoopbackServer.head(out, "200 OK", ETAG, "Content-Length: " + (FILE.length + 10));
            out.write(FILE);
        })) {
            refused(server, sha(FILE), "4 times in a row");
        }
    }

    @Test
    void aLengthThatIsTooShortGivesAnotherDigest() throws IOException {
        try (LoopbackServer server = LoopbackServer.that((request, out) -> {
            LoopbackServer.head(out, "200 OK", ETAG, "Content-Length: " + (FILE.length - 10));
            out.write(FILE, 0, FILE.length - (request.path().equals("/w.pth") ? 10 : 0));
        })) {
            refused(server, sha(FILE), "what came has SHA-256 " + sha(Arrays.copyOf(FILE, FILE.length - 10)));
            Fetch longer = new Fetch(
                    manifest(Optional.of(server.address("/all")), Optional.empty(), Optional.of(sha(FILE))),
                    SHORT,
                    console());
            assertThatThrownBy(() -> longer.run(wish(Optional.empty(), Optional.empty())))
                    .hasMessageContaining("sends more than the 299990 bytes it has");
        }
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void wrongBytesAreThrownAway() throws IOException {
        byte[] wrong = FILE.clone();
        wrong[123_456] ^= 1;
        try (LoopbackServer server = LoopbackServer.that((request, out) -> {
            LoopbackServer.head(out, "200 OK", "Content-Length: " + wrong.length);
            out.write(wrong);
        })) {
            refused(server, sha(FILE), "expected " + sha(FILE));
            assertThat(server.requests()).hasSize(1);
        }
        assertThat(leftovers()).isEmpty();
    }

    @Test
    void moreThanThereShouldBeIsNotTakenToTheEnd() throws IOException {
        long[] sent = {0};
        try (LoopbackServer server = LoopbackServer.that((request, out) -> {
            LoopbackServer.head(out, "200 OK");
            for (byte[] block = new byte[1 << 16]; sent[0] < 1L << 30; sent[0] += block.length) {
                out.write(block);
            }
        })) {
            Manifest manifest = manifest(
                    Optional.of(server.address("/w.pth")), Optional.of((long) FILE.length), Optional.of(sha(FILE)));
            assertThatThrownBy(
                            () -> new Fetch(manifest, SHORT, console()).run(wish(Optional.empty(), Optional.empty())))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("sends more than the 300000 bytes");
            assertThat(sent[0]).isLessThan(1L << 30);
        }
    }

    @Test
    void anotherLengthThanTheManifestsIsRefusedBeforeAByteIsTaken() throws IOException {
        try (LoopbackServer server = LoopbackServer.that(FetchTest::honest)) {
            Manifest manifest =
                    manifest(Optional.of(server.address("/w.pth")), Optional.of(5L), Optional.of(sha(FILE)));
            assertThatThrownBy(
                            () -> new Fetch(manifest, SHORT, console()).run(wish(Optional.empty(), Optional.empty())))
                    .hasMessageContaining("has a file of 300000 bytes, expected 5");
        }
    }

    @Test
    void aFileThatIsNotThereIsAskedForOnceAndABusyServerAgain() throws IOException {
        try (LoopbackServer server =
                LoopbackServer.that((request, out) -> LoopbackServer.head(out, "404 Not Found", "Content-Length: 0"))) {
            refused(server, sha(FILE), "answers 404, the file is not there any more");
            assertThat(server.requests()).hasSize(1);
        }
        try (LoopbackServer server = LoopbackServer.that((request, out) -> {
            if (request.number() < 3) {
                LoopbackServer.head(out, request.number() == 1 ? "429 Too Many" : "500 Broken", "Content-Length: 0");
            } else {
                honest(request, out);
            }
        })) {
            assertThat(fetch(server, sha(FILE))).hasBinaryContent(FILE);
            assertThat(server.requests()).hasSize(4);
        }
    }

    @Test
    void aConnectionThatSaysNothingCountsAsCut() throws IOException {
        try (LoopbackServer server = LoopbackServer.that((request, out) -> {
            if (request.number() == 0) {
                LoopbackServer.head(out, "200 OK", ETAG, "Content-Length: " + FILE.length);
                out.write(FILE, 0, 1000);
                out.flush();
                Thread.sleep(1500);
                return;
            }
            LoopbackServer.head(out, "206 Partial Content", ETAG, lengthFrom(request), range(request));
            out.write(FILE, request.from(), FILE.length - request.from());
        })) {
            assertThat(fetch(server, sha(FILE))).hasBinaryContent(FILE);
        }
    }

    @Test
    void followsRedirectsButNeitherForEverNorFromHttpsToHttp() throws IOException {
        try (LoopbackServer server = LoopbackServer.that((request, out) -> {
            if (request.path().equals("/w.pth")) {
                LoopbackServer.head(out, "302 Found", "Location: /real", "Content-Length: 0");
            } else {
                honest(request, out);
            }
        })) {
            assertThat(fetch(server, sha(FILE))).hasBinaryContent(FILE);
        }
        Files.delete(folder.resolve("weights.pth"));
        try (LoopbackServer server = LoopbackServer.that(
                (request, out) -> LoopbackServer.head(out, "302 Found", "Location: /w.pth", "Content-Length: 0"))) {
            refused(server, sha(FILE), "more than 10 redirects");
        }
        assertThatThrownBy(() -> Exchange.next(URI.create("https://a.org/x"), "http://a.org/x"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("from https to plain http");
        assertThatThrownBy(() -> Exchange.next(URI.create("https://a.org/x"), "file:///etc/passwd"))
                .hasMessageContaining("no http or https address");
        assertThat(Exchange.next(URI.create("http://a.org/x"), "https://b.org/y"))
                .hasToString("https://b.org/y");
    }

    @Test
    void aWebPageIsNoFile() throws IOException {
        try (LoopbackServer server = LoopbackServer.that((request, out) -> {
            LoopbackServer.head(out, "200 OK", "Content-Type: text/html; charset=utf-8", "Content-Length: 4");
            out.write("<a/>".getBytes());
        })) {
            refused(server, sha(FILE), "a web page instead of a file");
        }
    }

    @Test
    void whatIsNotKnownIsAskedForAndNoneTakesItUncheckedAndTellsItsDigest() throws IOException {
        try (LoopbackServer server = LoopbackServer.that(FetchTest::honest)) {
            Optional<String> address = Optional.of(server.address("/w.pth"));
            Fetch noDigest = new Fetch(manifest(address, Optional.empty(), Optional.empty()), SHORT, console());
            assertThatThrownBy(() -> noDigest.run(wish(Optional.empty(), Optional.empty())))
                    .hasMessageContaining("give --sha256 HEX, or --sha256 none");
            assertThatThrownBy(() -> noDigest.run(wish(Optional.empty(), Optional.of("12ab"))))
                    .hasMessageContaining("64 hexadecimal digits");
            Fetch noAddress =
                    new Fetch(manifest(Optional.empty(), Optional.empty(), Optional.empty()), SHORT, console());
            assertThatThrownBy(() -> noAddress.run(wish(Optional.empty(), Optional.empty())))
                    .hasMessageContaining("no direct address of weights is known")
                    .hasMessageContaining("--url ADDRESS");
            assertThatThrownBy(() -> noAddress.run(wish(Optional.of("file:///etc/passwd"), Optional.of("none"))))
                    .hasMessageContaining("no http or https address");
            assertThat(server.requests()).isEmpty();

            assertThat(noAddress.run(wish(address, Optional.of("none")))).hasBinaryContent(FILE);
            assertThat(said).contains("not checked: sha256 = " + sha(FILE));
        }
    }

    @Test
    void whatIsHereIsNotFetchedAndNothingIsWrittenOver() throws IOException {
        Files.writeString(folder.resolve("weights.pth"), "mine");
        try (LoopbackServer server = LoopbackServer.that(FetchTest::honest)) {
            assertThat(fetch(server, sha(FILE))).hasContent("mine");
            Manifest manifest =
                    manifest(Optional.of(server.address("/w.pth")), Optional.empty(), Optional.of(sha(FILE)));
            Fetch.Wish there =
                    new Fetch.Wish(Optional.empty(), Optional.empty(), Optional.of(folder.resolve("weights.pth")));
            assertThatThrownBy(() -> new Fetch(manifest, SHORT, console()).run(there))
                    .hasMessageContaining("is here already");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aDataSetIsUnpackedWholeOrNotAtAll() throws IOException {
        Path description = Files.createDirectories(folder.resolve("datasets")).resolve("mine.conf");
        byte[] good = Archives.zip(Archives.file("Images/a/1.png", FILE), Archives.file("Images/b/2.png", FILE));
        byte[] bad = Archives.zip(Archives.file("Images/a/1.png", FILE), Archives.file("../../evil", FILE));
        for (byte[] archive : List.of(bad, good)) {
            try (LoopbackServer server = LoopbackServer.that((request, out) -> {
                LoopbackServer.head(out, "200 OK", "Content-Length: " + archive.length);
                out.write(archive);
            })) {
                Files.writeString(
                        description,
                        "name = mine\nfolders = [../data/mine/Images]\nsource { address = \"" + server.address("/m.zip")
                                + "\", sha256 = " + sha(archive) + ", licence = none }\n");
                Fetch fetch = new Fetch(Manifests.named(description.toString(), folder), SHORT, console());
                if (archive == bad) {
                    assertThatThrownBy(() -> fetch.run(wish(Optional.empty(), Optional.empty())))
                            .hasMessageContaining("\"../../evil\" leads out of the folder");
                    assertThat(folder.resolve("data/mine")).doesNotExist();
                    assertThat(folder.resolve("evil")).doesNotExist();
                    Files.delete(folder.resolve("data/.mine.part"));
                } else {
                    fetch.run(wish(Optional.empty(), Optional.empty()));
                    assertThat(folder.resolve("data/mine/Images/b/2.png")).hasBinaryContent(FILE);
                }
            }
        }
        try (Stream<Path> left = Files.list(folder.resolve("data"))) {
            assertThat(left.map(p -> p.getFileName().toString())).containsExactly("mine");
        }
    }

    @Test
    void pausesGrowAndAServersWishIsBounded() {
        Patience usual = Patience.usual();
        assertThat(usual.millis(1, 0)).isEqualTo(1_000);
        assertThat(usual.millis(3, 0)).isEqualTo(4_000);
        assertThat(usual.millis(40, 0)).isEqualTo(30_000);
        assertThat(usual.millis(1, 5_000)).isEqualTo(5_000);
        assertThat(usual.millis(1, 86_400_000)).isEqualTo(30_000);
    }

    private void refused(LoopbackServer server, String sha256, String why) {
        assertThatThrownBy(() -> fetch(server, sha256))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(why);
        assertThat(folder.resolve("weights.pth")).doesNotExist();
    }

    private Path fetch(LoopbackServer server, String sha256) {
        Manifest manifest = manifest(Optional.of(server.address("/w.pth")), Optional.empty(), Optional.of(sha256));
        return new Fetch(manifest, SHORT, console()).run(wish(Optional.empty(), Optional.empty()));
    }

    private Manifest manifest(Optional<String> address, Optional<Long> bytes, Optional<String> sha256) {
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

    private Fetch.Wish wish(Optional<String> url, Optional<String> sha256) {
        return new Fetch.Wish(url, sha256, Optional.empty());
    }

    private List<String> leftovers() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private Console console() {
        return new Console() {
            @Override
            public void say(String line) {
                said.add(line);
            }

            @Override
            public Progress progress(String task, long total, String unit) {
                return Console.silent().progress(task, total, unit);
            }
        };
    }

    private static void honest(LoopbackServer.Request request, OutputStream out) throws IOException {
        LoopbackServer.head(out, "200 OK", ETAG, "Content-Length: " + FILE.length);
        out.write(FILE);
    }

    private static String lengthFrom(LoopbackServer.Request request) {
        return "Content-Length: " + (FILE.length - request.from());
    }

    private static String range(LoopbackServer.Request request) {
        return "Content-Range: bytes " + request.from() + "-" + (FILE.length - 1) + "/" + FILE.length;
    }

    private static byte[] bytes(int count, long seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static String sha(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
