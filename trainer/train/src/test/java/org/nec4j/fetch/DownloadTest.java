package org.nec4j.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nec4j.codec.error.UserException;

/** Connections that are cut, silent, redirected or answered with other bytes than asked for. */
@Timeout(600)
class DownloadTest extends Fetching {
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
}
