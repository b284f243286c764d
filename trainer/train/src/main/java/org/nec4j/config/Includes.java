package org.nec4j.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nec4j.codec.error.UserException;

/**
 * Opens a settings file and what it includes. One rule for every form of {@code include}, be it {@code file(..)},
 * {@code classpath(..)}, {@code url(..)} or {@code required(..)}: a file on this machine, named relative to the file that includes it,
 * that must exist. Nothing else is opened, and all files together stay below a bound.
 */
final class Includes implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    /** Settings are typed by hand; a file beyond this is something else. */
    private static final int MAX_BYTES = 1 << 20;

    private static final int MAX_FILES = 1000;
    private static final int MAX_ALL_BYTES = 4 * MAX_BYTES;

    /** The files that are being read, each included by the one before it. */
    private final List<Path> chain;

    private final Read read;

    /** How much was read so far. */
    private static final class Read {
        private final Path first;
        private int files;
        private int bytes;

        Read(Path first) {
            this.first = first;
        }

        void add(int more) {
            files++;
            bytes += more;
            if (files > MAX_FILES || bytes > MAX_ALL_BYTES) {
                throw new UserException(first + ": includes more than " + MAX_FILES + " files or "
                        + (MAX_ALL_BYTES >> 20) + " MiB, counted as often as they are included; include each once.");
            }
        }
    }

    private Includes(List<Path> chain, Read read) {
        this.chain = chain;
        this.read = read;
    }

    /** The file's settings with those it includes, not yet resolved. */
    static Config parse(Path file) {
        return parse(List.of(file), new Read(file));
    }

    private static Config parse(List<Path> chain, Read read) {
        Path file = chain.get(chain.size() - 1);
        requireText(file, read);
        return ConfigFactory.parseFile(
                file.toFile(),
                ConfigParseOptions.defaults()
                        .setSyntax(ConfigSyntax.CONF)
                        .setAllowMissing(false)
                        .setIncluder(new Includes(chain, read)));
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        return include(what);
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return include(what.getPath());
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        return include(what);
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        if (!what.getProtocol().equals("file") || !what.getHost().isEmpty()) {
            throw new UserException(including() + ": includes " + what
                    + ", which is no file on this machine; nothing is fetched, save it beside the settings and"
                    + " include it by its name.");
        }
        try {
            return include(Path.of(what.toURI()).toString());
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new UserException(including() + ": includes " + what + ", which names no file.", e);
        }
    }

    private ConfigObject include(String what) {
        Path file;
        try {
            Path folder = including().getParent();
            file = folder == null ? Path.of(what) : folder.resolve(what);
        } catch (InvalidPathException e) {
            throw new UserException(including() + ": includes \"" + what + "\", which cannot be a file's name.", e);
        }
        if (!Files.isRegularFile(file)) {
            throw new UserException(including() + ": includes \"" + what + "\", which "
                    + (Files.isDirectory(file)
                            ? "is a folder; name a file in it."
                            : (Files.exists(file) ? "is no file" : "does not exist")
                                    + "; an included file is named relative to the file that includes it."));
        }
        if (chain.stream().anyMatch(outer -> isSame(outer, file))) {
            throw new UserException(including() + ": includes \"" + what + "\", which includes it in turn.");
        }
        List<Path> longer = new ArrayList<>(chain);
        longer.add(file);
        return parse(longer, read).root();
    }

    private Path including() {
        return chain.get(chain.size() - 1);
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            throw unreadable(other, e);
        }
    }

    /** Refuses what the parser would read as something else: it replaces what is no UTF-8 without a word. */
    private static void requireText(Path file, Read read) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new UserException(
                        file + ": " + Files.size(file) + " bytes are too many for settings; name a .conf file.");
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        read.add(bytes.length);
        if (isUtf16(bytes)) {
            throw new UserException(file + ": is text in UTF-16; save it as UTF-8.");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CoderResult end = StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(bytes.length), true);
        if (end.isError()) {
            long line = 1;
            for (int i = 0; i < in.position(); i++) {
                line += bytes[i] == '\n' ? 1 : 0;
            }
            throw new UserException(file + ":" + line + ": is no text in UTF-8; save the file as UTF-8.");
        }
        Trailing.refuse(new String(bytes, StandardCharsets.UTF_8), line -> file + ":" + line + ": ");
    }

    /** By its mark, or by the zero bytes that ASCII letters have in it. */
    private static boolean isUtf16(byte[] bytes) {
        if (bytes.length < 2) {
            return false;
        }
        int first = (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
        return first == 0xfeff || first == 0xfffe || bytes[0] == 0 != (bytes[1] == 0);
    }

    private static UserException unreadable(Path file, IOException e) {
        return new UserException(file + ": cannot be read; check its permissions.", e);
    }
}
