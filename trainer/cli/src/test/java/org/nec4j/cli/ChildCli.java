package org.nec4j.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The command line in a process of its own, which can be killed, interrupted and limited. */
record ChildCli(Process process, Path errors) implements AutoCloseable {
    /** Only a process that hangs is given up: how fast the machine is, and what else it does, is nothing that a test may depend on. */
    static final long PATIENCE_SECONDS = 3600;

    /**
     * To compile less and to collect garbage in one thread halves what a command of seconds takes, and no bit of a result depends on either;
     * what trains longer than that, or a larger model, is many times slower for it.
     */
    private static final String[] SHORT_LIVED = {"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"};

    /** Starts it; what it tells goes to a file in the folder. */
    static ChildCli start(Path folder, Object... words) {
        return limited(folder, ":", words);
    }

    /** Runs it to its end, as {@link Cli#run} does in this process. */
    static Cli run(Path folder, Object... words) {
        try {
            Path out = Files.createTempFile(folder, "child-", ".out");
            try (ChildCli child = started(folder, ":", ProcessBuilder.Redirect.to(out.toFile()), words)) {
                return new Cli(child.status(), Files.readString(out), child.told());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@link #start}, after a shell has run a command such as {@code ulimit -f 20}. */
    static ChildCli limited(Path folder, String before, Object... words) {
        return started(folder, before, ProcessBuilder.Redirect.DISCARD, words);
    }

    private static ChildCli started(Path folder, String before, ProcessBuilder.Redirect out, Object... words) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", before + " && exec \"$@\"", "sh"));
        command.addAll(java(Main.class, SHORT_LIVED));
        Stream.of(words).map(Object::toString).forEach(command::add);
        try {
            Path errors = Files.createTempFile(folder, "child-", ".err");
            Process process = new ProcessBuilder(command)
                    .redirectError(errors.toFile())
                    .redirectOutput(out)
                    .start();
            return new ChildCli(process, errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words that start a class of the class path in a virtual machine like that of the launcher, with further options. */
    static List<String> java(Class<?> main, String... options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:-UsePerfData",
                "--add-modules=jdk.incubator.vector",
                "-Dorg.bytedeco.javacpp.platform.extension="
                        + System.getProperty("org.bytedeco.javacpp.platform.extension", "")));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        return command;
    }

    /** Skips the test where signals do not reach children, as in a shell's background or behind nohup. */
    static void assumeSignalsArrive() {
        try {
            Process process = new ProcessBuilder("/bin/sh", "-c", "kill -INT $$; exit 0").start();
            assumeTrue(process.waitFor() != 0, "SIGINT is ignored here, and children inherit that");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits until it ends; its exit status. */
    int status() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the process did not end: " + told());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return process.exitValue();
    }

    /** Sends a signal such as INT. */
    void signal(String name) {
        try {
            new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " " + process.pid())
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Kills it, as the system does, without a chance to clean up. */
    void kill() {
        process.destroyForcibly();
        status();
    }

    /** Whether a file of the run says that training has begun; returns early where the process has ended. */
    boolean awaitTraining() {
        for (int i = 0; i < PATIENCE_SECONDS * 100 && process.isAlive(); i++) {
            if (told().contains("numbers train")) {
                return true;
            }
            sleep(10);
        }
        return false;
    }

    /** The error stream so far. */
    String told() {
        try {
            return Files.readString(errors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    static void sleep(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
