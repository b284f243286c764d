package org.nec4j.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code nec4j completion}. */
@Command(
        name = "completion",
        description = {
            "Prints a script that makes bash and zsh complete nec4j's commands and options on the tab key, called as nec4j or ./nec4j.",
            "For every new shell, add the first example to ~/.bashrc, with the launcher's whole path; zsh needs `autoload -U +X"
                    + " bashcompinit && bashcompinit` before it."
        },
        footer = {"", "Examples:", "  nec4j completion", "  source <(nec4j completion)"})
final class CompletionCommand implements Runnable {
    private final Context context;

    @Spec
    private CommandSpec spec;

    CompletionCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        context.out().print(AutoComplete.bash("nec4j", spec.root().commandLine()));
        context.out().flush();
    }
}
