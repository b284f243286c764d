package org.nec4j.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nec4j config}. */
@Command(
        name = "config",
        description = "Prints every setting of an experiment with its value and where it was stated.",
        footer = {
            "",
            "Examples:",
            "  nec4j config configs/quickstart.conf",
            "  nec4j config configs/quickstart.conf objective.lambda=1e6 training.clip-norm=null"
        })
final class ConfigCommand implements Runnable {
    private final Context context;

    @Mixin
    private Settings settings;

    ConfigCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        SettingLines.of(settings.load().resolved()).forEach(context.out()::println);
    }
}
