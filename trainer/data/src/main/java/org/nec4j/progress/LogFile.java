package org.nec4j.progress;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A log for people: every line with its time. Where the disk is full it loses lines; what must not be lost is kept elsewhere. */
public final class LogFile {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss ", Locale.ROOT);

    private LogFile() {}

    /** A console that appends to the file. */
    public static Console appending(Path file) {
        try {
            Writer writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return TextConsole.plain(new Stamped(writer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Stamped extends PrintWriter {
        Stamped(Writer writer) {
            super(writer);
        }

        @Override
        public void println(String line) {
            super.println(LocalDateTime.now(ZoneId.systemDefault()).format(STAMP) + line);
        }
    }
}
