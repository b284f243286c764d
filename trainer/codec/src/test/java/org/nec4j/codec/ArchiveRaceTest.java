package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.ArchiveRacer.Role;
import org.nec4j.codec.io.Slow;

/** Processes that make, write, merge and remove one archive at the same time: what one was told is committed is there in the end. */
class ArchiveRaceTest {
    private static final int RACES = Slow.count("nec4j.races", 40, 1_000);
    private static final int KILLS = Slow.count("nec4j.kills", 6, 100);
    private static final Codec CODEC = TestCodecs.factorized();

    @TempDir
    Path folder;

    @Test
    void losesNoCommittedEntryWhoeverElseCreatesAppendsMergesOrRemoves() throws IOException {
        Random random = new Random(21);
        Role[] roles = {Role.CREATE, Role.APPEND, Role.CREATE_AND_ABANDON, Role.MERGE};
        List<Racer> racers = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                racers.add(new Racer());
            }
            for (int race = 0; race < RACES; race++) {
                Path archive = folder.resolve("race-" + race + ".nema");
                List<Role> chosen = new ArrayList<>();
                for (int i = 0; i < racers.size(); i++) {
                    // All at once, and now and then all the same.
                    chosen.add(race % 5 == 0 ? Role.APPEND : roles[random.nextInt(roles.length)]);
                    racers.get(i).order(chosen.get(i), archive, i);
                }
                List<String> answers = new ArrayList<>();
                for (Racer racer : racers) {
                    answers.add(racer.answer());
                }
                check(archive, chosen, answers);
            }
        } finally {
            racers.forEach(Racer::close);
        }
    }

    private void check(Path archive, List<Role> roles, List<String> answers) throws IOException {
        List<String> committed = new ArrayList<>();
        for (int i = 0; i < roles.size(); i++) {
            String answer = answers.get(i);
            assertThat(answer).as("%s by %s", answer, roles.get(i)).isIn("committed", "refused", "taken back");
            if (roles.get(i) == Role.APPEND || roles.get(i) == Role.MERGE) {
                assertThat(answer).isEqualTo("committed");
            }
            if (answer.equals("committed")) {
                committed.add(ArchiveRacer.key(i));
            }
        }
        assertThat(keys(archive)).as("%s answered %s", roles, answers).containsExactlyInAnyOrderElementsOf(committed);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("nothing is left but archives")
                    .allMatch(name -> name.endsWith(".nema") && !name.startsWith("."));
        }
    }

    private static List<String> keys(Path archive) {
        if (!Files.exists(archive)) {
            return List.of();
        }
        try (Archive open = Archive.open(archive)) {
            open.verify();
            return open.entries().stream().map(Archive.Entry::key).toList();
        }
    }

    @Test
    void losesNoCommittedEntryWhenOneOfTwoWritersIsKilled() throws Exception {
        Random random = new Random(22);
        Path archive = folder.resolve("killed.nema");
        TreeSet<Integer> committed = new TreeSet<>();
        try (Racer steady = new Racer()) {
            for (int kill = 0; kill < KILLS; kill++) {
                int first = 1_000_000 + 10_000 * kill;
                try (Racer killed = new Racer()) {
                    killed.order(Role.ENDLESS, archive, first);
                    int rounds = 1 + random.nextInt(8);
                    for (int i = 0; i < rounds; i++) {
                        int number = 10 * kill + i;
                        steady.order(Role.APPEND, archive, number);
                        assertThat(steady.answer()).isEqualTo("committed");
                        committed.add(number);
                    }
                    Thread.sleep(random.nextInt(10));
                    // Not by Process itself, which would close the streams that are still to be read.
                    killed.process.toHandle().destroyForcibly();
                    for (String line = killed.lines.readLine(); line != null; line = killed.lines.readLine()) {
                        if (line.matches("added [0-9]+")) {
                            committed.add(Integer.valueOf(line.substring(6)));
                        }
                    }
                    killed.process.waitFor();
                }
                steady.order(Role.APPEND, archive, 10 * kill + 9);
                assertThat(steady.answer()).isEqualTo("committed");
                committed.add(10 * kill + 9);
                String[] keys = committed.stream().map(ArchiveRacer::key).toArray(String[]::new);
                assertThat(keys(archive)).as("kill %d", kill).contains(keys);
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("what killed writers left is cleared away").containsExactly(archive);
        }
    }

    @Test
    void aWriterNoticesThatItsArchiveWasRemoved() throws IOException {
        Path archive = folder.resolve("removed.nema");
        try (ArchiveWriter writer = ArchiveWriter.open(archive, CODEC.digest())) {
            writer.add("a", TestCodecs.stream(CODEC, 1));
            Files.delete(archive);
            assertThatThrownBy(writer::commit).hasMessageContaining("was removed or replaced");
            writer.abandon();
        }
        assertThat(archive).doesNotExist();
    }

    @Test
    void aReaderInTheSameProcessDoesNotTakeTheWritersLockAway() throws IOException {
        Path archive = folder.resolve("read.nema");
        try (ArchiveWriter writer = ArchiveWriter.open(archive, CODEC.digest());
                Racer other = new Racer()) {
            writer.add("a", TestCodecs.stream(CODEC, 1));
            writer.commit();
            Archive.open(archive).close();
            other.order(Role.CREATE, archive, 1);
            assertThat(other.answer()).isEqualTo("refused");
            writer.add("b", TestCodecs.stream(CODEC, 2));
        }
        assertThat(keys(archive)).containsExactly("a", "b");
    }

    /** A process that works on archives. */
    private static final class Racer implements AutoCloseable {
        private final Process process;
        private final BufferedReader lines;

        Racer() throws IOException {
            process = ChildJvm.start(
                    ChildJvm.thisJava(), List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1"), ArchiveRacer.class);
            lines = process.inputReader();
            assertThat(lines.readLine()).isEqualTo("ready");
        }

        void order(Role role, Path archive, int number) throws IOException {
            var out = process.outputWriter();
            out.write(
                    String.join("\t", Arrays.asList(role.name(), archive.toString(), Integer.toString(number))) + "\n");
            out.flush();
        }

        String answer() throws IOException {
            return lines.readLine();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
