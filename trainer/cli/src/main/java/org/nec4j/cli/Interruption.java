package org.nec4j.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.nec4j.progress.Console;
import org.nec4j.runs.ChildProgram;
import sun.misc.Signal;

/**
 * Ctrl-C, and the signal by which systems and clusters end processes (SIGTERM): the first asks the running verb to save and stop, the
 * second stops at once. A child of a sweep is also asked by the end of its input: the sweep closes it, and so does the system when the
 * sweep is no more.
 */
final class Interruption implements BooleanSupplier {
    /** 128 + SIGINT, as shells have it. */
    private static final int INTERRUPTED = 130;

    /** 128 + SIGTERM. */
    private static final int TERMINATED = 143;

    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicInteger signalled = new AtomicInteger();

    /** From now on Ctrl-C and SIGTERM are answered here. */
    static Interruption watch(Console console) {
        return watch(console, "Stopping after this step and saving; Ctrl-C again stops at once.");
    }

    /** As above with another answer to the first. */
    static Interruption watch(Console console, String answer) {
        Interruption interruption = new Interruption();
        interruption.answer("INT", INTERRUPTED, console, answer);
        interruption.answer("TERM", TERMINATED, console, answer);
        if (Boolean.getBoolean(ChildProgram.STOPS_AT_END_OF_INPUT)) {
            Thread watcher = new Thread(interruption::awaitEndOfInput, "end of input");
            watcher.setDaemon(true);
            watcher.start();
        }
        return interruption;
    }

    /** Where the signal was to be ignored, as behind nohup, it still is. */
    private void answer(String name, int status, Console console, String answer) {
        Signal.handle(new Signal(name), signal -> {
            // On a terminal Ctrl-C reaches a sweep and its children at once, whose input then ends too: only signals
            // count.
            if (!signalled.compareAndSet(0, status)) {
                Runtime.getRuntime().halt(status);
            }
            asked.set(true);
            console.say(answer);
        });
    }

    /** Exit status of a command that was asked to stop. */
    int status() {
        return signalled.get() == 0 ? INTERRUPTED : signalled.get();
    }

    private void awaitEndOfInput() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            asked.set(true);
        }
    }

    @Override
    public boolean getAsBoolean() {
        return asked.get();
    }
}
