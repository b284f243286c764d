package org.nec4j.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The state of the git repository that a run's code lies in.
 *
 * @param commit  its hash
 * @param changed files that differ from it, as {@code git status --porcelain} has them
 * @param diff    their differences, untracked files left out
 */
record SourceTree(String commit, List<String> changed, String diff) {
    private static final long PATIENCE_SECONDS = 10;

    /** By folder: what a process runs is what it was started from, however long it goes on. */
    private static final Map<Path, Optional<SourceTree>> LOOKED_AT = new ConcurrentHashMap<>();

    /**
     * Of the folder that holds the launcher, or else where the program was started, as it was when this process first asked; nothing where
     * that is no repository.
     */
    static Optional<SourceTree> ofTheProgram() {
        return LOOKED_AT.computeIfAbsent(Path.of(System.getProperty("nec4j.home", ".")), SourceTree::of);
    }

    /** Of the repository around a folder. */
    static Optional<SourceTree> of(Path folder) {
        return git(folder, "rev-parse", "HEAD")
                .map(commit -> new SourceTree(
                        commit.strip(),
                        git(folder, "status", "--porcelain").stream()
                                .flatMap(String::lines)
                                .toList(),
                        git(folder, "diff", "HEAD").orElse("")));
    }

    /** What git prints; nothing where it is absent, fails or hangs. */
    private static Optional<String> git(Path folder, String... words) {
        List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
        command.addAll(List.of(words));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            CompletableFuture<byte[]> output = CompletableFuture.supplyAsync(() -> read(process));
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return process.exitValue() == 0
                    ? Optional.of(new String(output.join(), StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException absent) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static byte[] read(Process process) {
        try {
            return process.getInputStream().readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
