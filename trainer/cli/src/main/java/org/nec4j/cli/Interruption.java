package org.nec4j.cli;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.nec4j.progress.Console;
import sun.misc.Signal;

/** Ctrl-C: the first asks the running verb to save and stop, the second stops at once. */
final class Interruption implements BooleanSupplier {
    /** 128 + SIGINT, as shells have it. */
    static final int STATUS = 130;

    private final AtomicBoolean asked = new AtomicBoolean();

    /** From now on Ctrl-C is answered here. */
    static Interruption watch(Console console) {
        Interruption interruption = new Interruption();
        Signal.handle(new Signal("INT"), signal -> {
            if (interruption.asked.getAndSet(true)) {
                Runtime.getRuntime().halt(STATUS);
            }
            console.say("Stopping after this step and saving; Ctrl-C again stops at once.");
        });
        return interruption;
    }

    @Override
    public boolean getAsBoolean() {
        return asked.get();
    }
}
