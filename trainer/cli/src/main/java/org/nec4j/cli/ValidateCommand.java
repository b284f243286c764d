package org.nec4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.nec4j.audit.Validation;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
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
            "  nec4j validate configs/quickstart.conf objective.lambda=1e6",
            "  nec4j validate configs/*.conf datasets/*.conf"
        })
final class ValidateCommand implements Callable<Integer> {
    private final Context context;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE|key=value",
            description =
                    "Experiments, data set and checkpoint descriptions, studies; settings that win over the experiments'.")
    private List<String> words;

    ValidateCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        Map<Boolean, List<String>> isSetting =
                words.stream().collect(Collectors.partitioningBy(ValidateCommand::isSetting));
        if (isSetting.get(false).isEmpty()) {
            throw new UserException("name a file beside the settings, such as configs/quickstart.conf.");
        }
        int status = 0;
        for (String file : isSetting.get(false)) {
            try {
                context.hints().println(Validation.check(Path.of(file), isSetting.get(true)));
            } catch (UserException e) {
                context.console().say(e.getMessage());
                status = Failures.USER_CAN_MEND;
            }
        }
        return status;
    }

    /** A file whose name happens to have the form of a setting is a file. */
    private static boolean isSetting(String word) {
        return Configs.isAssignment(word) && !Files.exists(Path.of(word));
    }
}
