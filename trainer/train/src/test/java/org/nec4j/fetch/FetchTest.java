package org.nec4j.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nec4j.codec.error.UserException;

@Timeout(600)
class FetchTest extends Fetching {
    @Test
    void bringsAFileAndTellsLicenceAndCitationFirst() throws IOException {
        try (LoopbackServer server = LoopbackServer.that(Fetching::honest)) {
            Path file = fetch(server, sha(FILE));

            assertThat(file).isEqualTo(folder.resolve("weights.pth")).hasBinaryContent(FILE);
            assertThat(said).startsWith("weights: some weights", "licence:  CC0", "citation: A. Author, 2020");
        }
        assertThat(leftovers()).containsExactly("weights.pth", "weights.pth.sha256");
        assertThat(folder.resolve("weights.pth.sha256")).hasContent(sha(FILE) + "  weights.pth\n");
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
        try (LoopbackServer server = LoopbackServer.that(Fetching::honest)) {
            Manifest manifest =
                    manifest(Optional.of(server.address("/w.pth")), Optional.of(5L), Optional.of(sha(FILE)));
            assertThatThrownBy(
                            () -> new Fetch(manifest, SHORT, console()).run(wish(Optional.empty(), Optional.empty())))
                    .hasMessageContaining("has a file of 300000 bytes, expected 5");
        }
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
        try (LoopbackServer server = LoopbackServer.that(Fetching::honest)) {
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
        try (LoopbackServer server = LoopbackServer.that(Fetching::honest)) {
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
}
