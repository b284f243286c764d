package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class FailuresTest {
    /** A signal that comes before a command listens for it, or after, ends the virtual machine while the command goes on for a moment. */
    @Test
    void whatACommandMeetsWhileTheVirtualMachineEndsIsNoMistakeOfItsOwn() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(ChildCli.java(FailsTwice.class)).start();
        String told = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        child.waitFor();

        assertThat(told)
                .startsWith("nec4j: stopped on a mistake of its own: java.lang.IllegalStateException: before")
                .hasLineCount(1);
    }

    /** Fails before its end and during it. */
    static final class FailsTwice {
        private FailsTwice() {}

        public static void main(String[] args) {
            Failures failures = new Failures(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
            failures.tell(new IllegalStateException("before"), false);
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(() -> failures.tell(new IllegalStateException("Shutdown in progress"), false)));
        }
    }
}
