package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.nec4j.codec.error.UserException;
import org.nec4j.train.Validation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nec4j validate}. */
@Command(
        name = "validate",
        description =
                "Checks experiments and data set descriptions and tells every problem at once, before data or weights are read.",
        footer = {
            "",
            "Examples:",
            "  nec4j validate configs/quickstart.conf",
            "  nec4j validate configs/*.conf datasets/*.conf"
        })
final class ValidateCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Experiments or data set descriptions.")
    private List<Path> files;

    ValidateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        int status = 0;
        for (Path file : files) {
            try {
                context.out().println(Validation.check(file));
            } catch (UserException e) {
                context.console().say(e.getMessage());
                status = Failures.USER_CAN_MEND;
            }
        }
        return status;
    }
}
