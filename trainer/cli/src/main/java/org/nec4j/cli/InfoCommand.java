package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.nec4j.codec.error.UserException;
import org.nec4j.info.Facts;
import org.nec4j.info.Info;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j info}. */
@Command(
        name = "info",
        description = {
            "Tells what files and folders are, made by what from what, how large, whether they are whole, under which licence, and what reads or decodes them.",
            "Recognized by content: codecs, streams (.nemb), archives (.nema), checkpoints, NumPy arrays, run folders and what lies in them."
        },
        footer = {
            "",
            "Examples:",
            "  nec4j info codec.nec",
            "  nec4j info out/image.nemb images.nema experiments/runs/RUN",
            "  nec4j info weights.safetensors --json"
        })
final class InfoCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files or folders.")
    private List<Path> files;

    @Option(names = "--json", description = "Print one JSON object a file instead, each on a line.")
    private boolean json;

    InfoCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Info info = new Info(Path.of(System.getProperty("nec4j.home", "")));
        int status = 0;
        for (Path file : files) {
            try {
                Facts facts = info.of(file);
                if (json) {
                    context.out().println(facts.json());
                } else {
                    context.hints().print(facts.text());
                }
            } catch (UserException e) {
                context.console().say("nec4j: " + e.getMessage());
                status = Failures.USER_CAN_MEND;
            }
        }
        context.hints().flush();
        return status;
    }
}
