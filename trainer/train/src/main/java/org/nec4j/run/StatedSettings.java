package org.nec4j.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Setting;

/** A run's settings as text, whether or not they still bind: files that they name may be gone. */
final class StatedSettings {
    private StatedSettings() {}

    /** All of them with the places they were first stated in, which the folder's file keeps as comments. */
    static List<Setting> read(Path file) {
        List<Setting> settings = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf(" = ");
                int origin = line.lastIndexOf("  # ");
                if (equals > 0 && origin > equals) {
                    settings.add(new Setting(
                            line.substring(0, equals), line.substring(equals + 3, origin), line.substring(origin + 4)));
                }
            }
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
        return settings;
    }
}
