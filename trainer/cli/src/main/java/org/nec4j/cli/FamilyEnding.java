package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nec4j.config.Setting;

/** What {@code train} of a family of its own tells: settings where nothing shall be written, and how a run ended. */
record FamilyEnding(Context context, Interruption interruption) {
    static int dry(Context context, List<Setting> settings) {
        SettingLines.of(settings).forEach(context.out()::println);
        return 0;
    }

    /**
     * Tells it; exit status of the command.
     *
     * @param finished one line on what a finished run came to
     */
    int tell(Path folder, Optional<String> finished) {
        context.out().println(folder);
        if (finished.isEmpty()) {
            context.console().say("Stopped and saved; go on with nec4j train --resume " + folder);
            return interruption.status();
        }
        context.console().say(finished.get());
        return 0;
    }
}
