package org.nec4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTreeTest {
    @TempDir
    private Path folder;

    @Test
    void tellsTheCommitAndWhatIsNotCommitted() throws IOException, InterruptedException {
        assumeTrue(git("init", "-q"), "git is absent");
        Files.writeString(folder.resolve("kept.txt"), "one\n");
        git("add", "kept.txt");
        git("-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-q", "-m", "first");
        Files.writeString(folder.resolve("kept.txt"), "two\n");
        Files.writeString(folder.resolve("new.txt"), "three\n");

        SourceTree tree = SourceTree.of(folder).orElseThrow();

        assertThat(tree.commit()).matches("[0-9a-f]{40}");
        assertThat(tree.changed()).containsExactlyInAnyOrder(" M kept.txt", "?? new.txt");
        assertThat(tree.diff()).contains("-one", "+two").doesNotContain("three");
    }

    @Test
    void isNothingOutsideOfARepository() {
        Optional<SourceTree> tree = SourceTree.of(folder.resolve("absent"));

        assertThat(tree).isEmpty();
    }

    private boolean git(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(words));
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
