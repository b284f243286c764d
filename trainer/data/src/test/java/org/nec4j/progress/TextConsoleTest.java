package org.nec4j.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TextConsoleTest {
    private final StringWriter text = new StringWriter();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void aQuickTaskShowsNothing() {
        try (Progress progress = console(true).progress("encoding", 10, "images")) {
            progress.at(10);
        }

        assertThat(text.toString()).isEmpty();
    }

    @Test
    void withoutATerminalALineComesEveryTenSecondsAndOneAtTheEnd() {
        try (Progress progress = console(false).progress("encoding", 40, "images")) {
            for (int i = 1; i <= 40; i++) {
                nanos.addAndGet(1_000_000_000L);
                progress.at(i, "12 bytes");
            }
        }

        assertThat(text.toString().lines())
                .containsExactly(
                        "encoding 2/40 images (5 %), 1.00 images/s, 38 s left, 12 bytes",
                        "encoding 12/40 images (30 %), 1.00 images/s, 28 s left, 12 bytes",
                        "encoding 22/40 images (55 %), 1.00 images/s, 18 s left, 12 bytes",
                        "encoding 32/40 images (80 %), 1.00 images/s, 8 s left, 12 bytes",
                        "encoding 40/40 images (100 %), 1.00 images/s, in 40 s, 12 bytes");
    }

    @Test
    void partsOfAUnitCountForTheTimeThatIsLeftAndSlowUnitsHaveARateAnHour() {
        try (Progress progress = console(false).progress("sweep", 4, "points")) {
            progress.at(1);
            nanos.addAndGet(60_000_000_000L);
            progress.at(1.5, "1 running");
        }

        assertThat(text.toString()).startsWith("sweep 1/4 points (25 %), 30.0 points/h, 5 min 00 s left, 1 running");
    }

    @Test
    void onATerminalTheLineIsRewrittenAndSentencesClearIt() {
        TextConsole console = console(true);
        try (Progress progress = console.progress("t", 4, "x")) {
            nanos.addAndGet(3_000_000_000L);
            progress.at(1, "long detail");
            console.say("hello");
            nanos.addAndGet(1_000_000_000L);
            progress.at(2);
        }

        String first = "t 1/4 x (25 %), long detail";
        assertThat(text.toString()).startsWith("\r" + first + "\r" + " ".repeat(first.length()) + "\rhello\n\rt 2/4 x");
        assertThat(text.toString()).endsWith("\n");
    }

    @Test
    void aTaskThatEndsOnAShownLineDoesNotShowItTwice() {
        try (Progress progress = console(false).progress("encoding", 3, "images")) {
            nanos.addAndGet(5_000_000_000L);
            progress.at(3);
        }

        assertThat(text.toString().lines()).containsExactly("encoding 3/3 images (100 %), in 5 s");
    }

    @Test
    void aResumedTaskCountsItsRateFromWhereItBegan() {
        try (Progress progress = console(false).progress("training", 1000, "steps")) {
            for (int i = 901; i <= 903; i++) {
                nanos.addAndGet(1_000_000_000L);
                progress.at(i);
            }
        }

        assertThat(text.toString()).contains("training 903/1000 steps (90 %), 1.00 steps/s, 1 min 37 s left");
    }

    @Test
    void onANarrowTerminalNoLineIsAsWideAsTheTerminal() {
        String detail = "loss 9.78e4, D 0.2724, 16432 bits/img, lr 5.9e-4";
        for (int columns = 10; columns < 140; columns++) {
            text.getBuffer().setLength(0);
            try (Progress progress = console(columns).progress("training", 15000, "steps")) {
                for (int i = 1230; i <= 1250; i++) {
                    nanos.addAndGet(1_100_000_000L);
                    progress.at(i, detail);
                }
            }
            for (String line : text.toString().split("[\r\n]+")) {
                assertThat(line.length()).as(line).isLessThan(columns);
            }
        }
    }

    @Test
    void atEightyColumnsEveryNumberIsThere() {
        ProgressLine line = new ProgressLine(
                "training", 1234, 15000, "steps", 0.97, 14191, "loss 9.78e4, D 0.2724, 16432 bits/img, lr 5.9e-4");

        assertThat(line.fitting(200))
                .isEqualTo("training 1234/15000 steps (8 %), 0.97 steps/s, 3 h 56 min left, loss 9.78e4, D 0.2724,"
                        + " 16432 bits/img, lr 5.9e-4");
        assertThat(line.fitting(79))
                .isEqualTo("training 1234/15000 0.97/s 3h56m loss 9.78e4 D 0.2724 16432 bits/img lr 5.9e-4");
        assertThat(line.fitting(60)).isEqualTo("training 1234/15000 0.97/s 3h56m loss 9.78e4 D 0.2724");
        assertThat(line.fitting(12)).isEqualTo("training 123");
    }

    private TextConsole console(boolean terminal) {
        return terminal ? console(200) : TextConsole.plain(new PrintWriter(text, true), nanos::get);
    }

    private TextConsole console(int columns) {
        return TextConsole.terminal(new PrintWriter(text, true), columns, nanos::get);
    }
}
