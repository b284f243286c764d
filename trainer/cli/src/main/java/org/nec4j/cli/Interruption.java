package org.nec4j.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.nec4j.progress.Console;
import org.nec4j.runs.ChildProgram;
import sun.misc.Signal;

/**
 * Ctrl-C: the first asks the running verb to save and stop, the second stops at once. A child of a sweep is also asked by the end of its
 * input: the sweep closes it, and so does the system when the sweep is no more.
 */
final class Interruption implements BooleanSupplier {
    /** 128 + SIGINT, as shells have it. */
    static final int STATUS = 130;

    private final AtomicBoolean asked = new AtomicBoolean();
    private final AtomicBoolean pressed = new AtomicBoolean();

    /** From now on Ctrl-C is answered here. */
    static Interruption watch(Console console) {
        return watch(console, "Stopping after this step and saving; Ctrl-C again stops at once.");
    }

    /** As above with another answer to the first. */
    static Interruption watch(Console console, String answer) {
        Interruption interruption = new Interruption();
        Signal.handle(new Signal("INT"), signal -> {
            // On a terminal Ctrl-C reaches a sweep and its children at once, whose input then ends too: only keys are
            // counted.
            if (interruption.pressed.getAndSet(true)) {
                Runtime.getRuntime().halt(STATUS);
            }
            interruption.asked.set(true);
            console.say(answer);
        });
        if (Boolean.getBoolean(ChildProgram.STOPS_AT_END_OF_INPUT)) {
            Thread watcher = new Thread(interruption::awaitEndOfInput, "end of input");
            watcher.setDaemon(true);
            watcher.start();
        }
        return interruption;
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
