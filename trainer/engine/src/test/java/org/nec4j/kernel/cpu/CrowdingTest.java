package org.nec4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrowdingTest {
    private static final String TWO_PROCESSORS = "cpu  1 2 3\ncpu0 1 2 3\ncpu1 1 2 3\nintr 5\n";

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);

    @Test
    void isThereWhereMoreThreadsWantToRunThanThereAreProcessors() throws IOException {
        Crowding crowding = new Crowding(load("0.50 0.40 0.30 2/611 4711\n"), stat(), nanos::get);
        assertThat(crowding.isCrowded()).isFalse();

        load("0.50 0.40 0.30 3/611 4711\n");
        assertThat(crowding.isCrowded()).as("looked at a moment ago").isFalse();
        nanos.addAndGet(100_000_000);
        assertThat(crowding.isCrowded()).isTrue();

        load("0.50 0.40 0.30 1/611 4711\n");
        nanos.addAndGet(100_000_000);
        assertThat(crowding.isCrowded()).isFalse();
    }

    @Test
    void isNowhereWhereTheSystemDoesNotTell() throws IOException {
        Path none = folder.resolve("none");
        assertThat(new Crowding(none, none, nanos::get).isCrowded()).isFalse();
        assertThat(new Crowding(load("9 9 9 99/100 1"), none, nanos::get).isCrowded())
                .isFalse();
        assertThat(new Crowding(load("of another form"), stat(), nanos::get).isCrowded())
                .isFalse();
    }

    private Path load(String text) throws IOException {
        return Files.writeString(folder.resolve("loadavg"), text);
    }

    private Path stat() throws IOException {
        return Files.writeString(folder.resolve("stat"), TWO_PROCESSORS);
    }
}
