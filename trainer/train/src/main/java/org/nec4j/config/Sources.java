package org.nec4j.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.nec4j.codec.error.UserException;

/** Reads HOCON text into unresolved settings: the user's file and the defaults. */
final class Sources {
    /** What the parser quotes of a file that is no text at all must not fill the screen. */
    private static final int MAX_REASON = 200;

    private static final Map<String, Config> DEFAULTS = new ConcurrentHashMap<>();

    private Sources() {}

    /** The file with what it includes; a missing or unreadable file, a missing include or a slip of syntax is a UserException. */
    static Config file(Path file) {
        if (Files.isDirectory(file)) {
            throw new UserException(file + " is a folder; name a .conf file in it.");
        }
        if (!Files.isRegularFile(file)) {
            throw new UserException(file + " does not exist; name a .conf file, such as those under configs/.");
        }
        Config stated = parse(file.toString(), () -> Includes.parse(file));
        Expansion.require(stated, file);
        return stated;
    }

    /** A file of defaults beside these classes, under its bare name. */
    static Config defaults(String name) {
        return DEFAULTS.computeIfAbsent(name, Sources::readDefaults);
    }

    private static Config readDefaults(String name) {
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

    /** Settings of the named source, whatever is wrong with its text told in one sentence. */
    static Config parse(String source, Supplier<Config> parser) {
        try {
            return parser.get();
        } catch (ConfigException.IO e) {
            throw new UserException("cannot read the settings: " + e.getMessage() + ".", e);
        } catch (UserException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // The library tells a bad escape in a text by whatever Java raises on it.
            throw refused(source, e);
        }
    }

    /** The sentence for text that the library cannot make settings of. */
    static UserException refused(String source, Throwable thrown) {
        if (thrown instanceof StackOverflowError) {
            return new UserException(source + ": is nested too deeply for settings.", thrown);
        }
        ConfigOrigin origin = thrown instanceof ConfigException e ? e.origin() : null;
        String place = Origins.place(origin).orElse(source);
        // The library puts the place before the reason and quotes what it could not read.
        String before = origin == null ? "" : origin.description() + ": ";
        String message = String.valueOf(thrown.getMessage());
        String why = (message.startsWith(before) ? message.substring(before.length()) : message)
                .replaceAll("\\p{Cntrl}", "?")
                .replaceFirst("\\.$", "");
        return new UserException(
                place + ": is not HOCON: " + (why.length() > MAX_REASON ? why.substring(0, MAX_REASON) + " ..." : why)
                        + ".",
                thrown);
    }
}
