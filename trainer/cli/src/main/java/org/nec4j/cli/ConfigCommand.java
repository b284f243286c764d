package org.nec4j.cli;

import java.util.List;
import java.util.Locale;
import org.nec4j.config.Setting;
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
    private static final int WIDEST_ALIGNED = 60;

    private final Context context;

    @Mixin
    private Settings settings;

    ConfigCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        List<Setting> resolved = settings.load().resolved();
        int width = resolved.stream()
                .mapToInt(s -> s.key().length() + 3 + s.value().length())
                .filter(w -> w <= WIDEST_ALIGNED)
                .max()
                .orElse(1);
        for (Setting s : resolved) {
            context.out()
                    .println(String.format(
                            Locale.ROOT, "%-" + width + "s  # %s", s.key() + " = " + s.value(), s.origin()));
        }
    }
}
