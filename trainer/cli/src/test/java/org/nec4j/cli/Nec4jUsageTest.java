package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.error.UserException;
import org.nec4j.progress.Console;
import picocli.CommandLine;

class Nec4jUsageTest {
    @Test
    void withoutACommandItShowsWhatThereIs() {
        Cli run = Cli.run();

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Usage: nec4j", "train", "export", "encode", "decode", "eval", "pretrain");
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        Cli run = Cli.run("trian", "x.conf");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("'trian'").containsPattern("Did you mean: .*nec4j train");
    }

    @Test
    void suggestsTheOptionThatWasMeant() {
        Cli run = Cli.run("eval", "codec.nec", "--data", "x.conf", "--jsn", "r.json");

        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--jsn").contains("--json").contains("See nec4j eval --help.");
    }

    @Test
    void everyCommandHasExamplesThatItsOwnParserTakes() {
        CommandLine line = Nec4j.commandLine(new Context(new PrintWriter(new StringWriter()), Console.silent()));

        List<CommandLine> commands = line.getSubcommands().values().stream()
                .flatMap(command -> Stream.concat(Stream.of(command), command.getSubcommands().values().stream()))
                .toList();
        for (CommandLine command : commands) {
            String name = command.getCommandSpec().qualifiedName();
            List<String> examples = List.of(
                            command.getCommandSpec().usageMessage().footer())
                    .stream()
                    .filter(text -> text.startsWith("  nec4j "))
                    .toList();
            assertThat(examples).as(name).isNotEmpty().allMatch(example -> example.startsWith("  " + name));
            for (String example : examples) {
                String[] words = Pattern.compile(" +").split(example.strip().replace(" COMMAND", ""));
                assertThat(line.parseArgs(
                                        List.of(words).subList(1, words.length).toArray(String[]::new))
                                .hasSubcommand())
                        .as(example)
                        .isTrue();
            }
        }
    }

    @Test
    void aUserExceptionInsideAnotherIsTheSentence() {
        assertThat(told(new CompletionException(new UserException("x.jpg: is empty"))))
                .isEqualTo("2 nec4j: x.jpg: is empty");
    }

    @Test
    void memoryStackAndDiskEndInOneSentence() {
        assertThat(told(new OutOfMemoryError("Java heap space")))
                .startsWith("1 nec4j: out of memory (Java heap space); ");
        assertThat(told(new StackOverflowError())).startsWith("1 nec4j: ran out of stack; ");
        assertThat(told(new IllegalStateException(new IOException("No space left on device"))))
                .startsWith("1 nec4j: the disk is full: No space left on device; ");
        assertThat(told(new NoSuchFileException("a.nec"))).isEqualTo("1 nec4j: a.nec does not exist.");
        assertThat(told(new AccessDeniedException("a.nec"))).startsWith("1 nec4j: a.nec may not be read or written");
    }

    @Test
    void aMistakeOfItsOwnIsCalledSoAndDebugShowsThePlace() {
        assertThat(told(new IllegalStateException("odd")))
                .contains("mistake of its own")
                .contains("--debug");
        StringWriter err = new StringWriter();
        new Failures(new PrintWriter(err, true)).tell(new IllegalStateException("odd"), true);
        assertThat(err.toString()).contains("at org.nec4j.cli.Nec4jUsageTest");
    }

    private static String told(Throwable thrown) {
        StringWriter err = new StringWriter();
        int status = new Failures(new PrintWriter(err, true)).tell(thrown, false);
        return status + " " + err.toString().strip();
    }
}
