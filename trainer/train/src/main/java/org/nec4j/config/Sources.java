package org.nec4j.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigParseable;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigUtil;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.nec4j.codec.error.UserException;

/** Reads HOCON text into unresolved settings: the user's file, the defaults, and {@code key=value} from the command line. */
final class Sources {
    static final String COMMAND_LINE = "command line";

    /** Settings are typed by hand; a file beyond this is something else. */
    private static final long MAX_BYTES = 1 << 20;

    /** What the parser quotes of a file that is no text at all must not fill the screen. */
    private static final int MAX_REASON = 200;

    private Sources() {}

    /** The file with what it includes; a missing or unreadable file, a missing include or a slip of syntax is a UserException. */
    static Config file(Path file) {
        if (Files.isDirectory(file)) {
            throw new UserException(file + " is a folder; name a .conf file in it.");
        }
        if (!Files.isRegularFile(file)) {
            throw new UserException(file + " does not exist; name a .conf file, such as those under configs/.");
        }
        if (size(file) > MAX_BYTES) {
            throw new UserException(file + ": " + size(file) + " bytes are too many for settings; name a .conf file.");
        }
        return parse(() -> ConfigFactory.parseFile(
                file.toFile(),
                ConfigParseOptions.defaults()
                        .setSyntax(ConfigSyntax.CONF)
                        .setAllowMissing(false)
                        .setIncluder(new StrictIncluder(file.toString()))));
    }

    /** A file of defaults beside these classes, under its bare name. */
    static Config defaults(String name) {
        InputStream stream = Sources.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IllegalStateException(name + " is missing from the class path");
        }
        try (Reader reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            return ConfigFactory.parseReader(
                    reader, ConfigParseOptions.defaults().setOriginDescription(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Assignments from the command line, later ones winning over earlier ones. */
    static Config overrides(List<String> assignments) {
        Config all = ConfigFactory.empty();
        for (String assignment : assignments) {
            all = override(assignment).withFallback(all);
        }
        return all;
    }

    private static Config override(String assignment) {
        int equals = assignment.indexOf('=');
        String key = equals < 0 ? "" : assignment.substring(0, equals).strip();
        if (!key.matches("[A-Za-z][A-Za-z0-9-]*(\\.[A-Za-z][A-Za-z0-9-]*)*")) {
            throw new UserException(
                    "\"" + assignment + "\" is no setting; write key=value, such as objective.lambda=1e6.");
        }
        String value = assignment.substring(equals + 1).strip();
        ConfigParseOptions options = ConfigParseOptions.defaults().setOriginDescription(COMMAND_LINE);
        try {
            return ConfigFactory.parseString(key + " = " + value, options);
        } catch (ConfigException notHocon) {
            // Paths with colons and titles with punctuation are meant as they stand.
            return ConfigFactory.parseString(key + " = " + ConfigUtil.quoteString(value), options);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read; check its permissions.", e);
        }
    }

    private static Config parse(Supplier<Config> source) {
        try {
            return source.get();
        } catch (ConfigException.Parse e) {
            String line = Origins.place(e.origin()).orElse("");
            String message = e.getMessage();
            int reason = message.indexOf(": ", line.length());
            String why = (reason < 0 ? message : message.substring(reason + 2)).replaceAll("\\p{Cntrl}", "?");
            throw new UserException(
                    line + ": is not HOCON: "
                            + (why.length() > MAX_REASON ? why.substring(0, MAX_REASON) + " ..." : why),
                    e);
        } catch (ConfigException.IO e) {
            throw new UserException("cannot read the settings: " + e.getMessage() + ".", e);
        }
    }

    /** The library skips an included file that is absent; here it is an error that names both files. */
    private record StrictIncluder(String file) implements ConfigIncluder {
        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return this;
        }

        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            ConfigParseable beside = context.relativeTo(what);
            if (beside == null
                    || beside.origin().filename() == null
                    || !Files.isRegularFile(Path.of(beside.origin().filename()))) {
                throw new UserException(file + ": includes \"" + what
                        + "\", which does not exist; an included file is named relative to the file that includes it.");
            }
            return beside.parse(context.parseOptions().setAllowMissing(false));
        }
    }
}
