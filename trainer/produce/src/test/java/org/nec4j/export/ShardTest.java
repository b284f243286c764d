package org.nec4j.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.error.UserException;

class ShardTest {
    @TempDir
    private Path folder;

    @Test
    void sharesEveryKeyOutToExactlyOne() {
        List<Shard> shards =
                IntStream.range(0, 7).mapToObj(i -> new Shard(i, 7)).toList();
        int[] had = new int[7];
        for (int key = 0; key < 7000; key++) {
            String name = "scene/tile-" + key;
            List<Shard> owners =
                    shards.stream().filter(shard -> shard.has(name)).toList();
            assertThat(owners).hasSize(1);
            had[owners.get(0).index()]++;
        }
        assertThat(IntStream.of(had)).allSatisfy(count -> assertThat(count).isBetween(850, 1150));
        assertThat(Shard.WHOLE.has("anything")).isTrue();
    }

    /** CRC-32C of "123456789" is e3069283 (RFC 3720, B.4 and everywhere), 3808858755; so another program can say whose a key is. */
    @Test
    void ownsAKeyByItsCastagnoliChecksum() {
        assertThat(new Shard((int) (3_808_858_755L % 8), 8).has("123456789")).isTrue();
        assertThat(new Shard((int) (3_808_858_755L % 10), 10).has("123456789")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8/8", "1/0", "-1/8", "1", "1/8/2", "a/b", "1000000000000/8"})
    void refusesWordsThatNameNone(String words) {
        assertThatThrownBy(() -> Shard.of(words))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("shard");
    }

    @Test
    void findsItsPartsAgainInTheirOrder() throws IOException {
        Path whole = folder.resolve("images.nema");
        for (int i = 11; i >= 0; i--) {
            Files.createFile(new Shard(i, 12).part(whole));
        }
        Files.createFile(folder.resolve("images.nema.part-1-of-3"));
        Files.createFile(folder.resolve("other.part-1-of-3.nema"));
        assertThat(Shard.parts(whole))
                .hasSize(12)
                .startsWith(folder.resolve("images.part-0-of-12.nema"))
                .endsWith(folder.resolve("images.part-11-of-12.nema"));
    }

    @Test
    void namesThePartThatIsMissing() throws IOException {
        Path whole = folder.resolve("images.nema");
        Files.createFile(new Shard(0, 3).part(whole));
        Files.createFile(new Shard(2, 3).part(whole));
        assertThatThrownBy(() -> Shard.parts(whole))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("images.part-1-of-3.nema")
                .hasMessageContaining("run shard 1/3 again");
    }

    @Test
    void refusesPartsOfTwoJobs() throws IOException {
        Path whole = folder.resolve("images.nema");
        Files.createFile(new Shard(0, 3).part(whole));
        Files.createFile(new Shard(0, 4).part(whole));
        assertThatThrownBy(() -> Shard.parts(whole))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("of 3 and of 4");
        assertThatThrownBy(() -> Shard.parts(folder.resolve("none.nema")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no parts");
    }
}
