package org.nec4j.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.nec4j.codec.error.UserException;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** Brings one file over HTTP, going on where a connection was cut, in this call or an earlier one. */
final class Download implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final long MEGABYTE = 1_000_000;

    private final String name;
    private final URI address;
    private final Optional<Long> bytes;
    private final boolean checked;
    private final Patience patience;
    private final Console console;
    private Optional<Progress> progress = Optional.empty();

    /**
     * Prepares to fetch.
     *
     * @param bytes   length of the file, where it is known
     * @param checked whether a digest will tell if pieces of two versions were joined
     */
    Download(String name, URI address, Optional<Long> bytes, boolean checked, Patience patience, Console console) {
        this.name = name;
        this.address = address;
        this.bytes = bytes;
        this.checked = checked;
        this.patience = patience;
        this.console = console;
    }

    /** A failure that may pass, with the pause that the server asked for. */
    private static final class Temporary extends IOException {
        private static final long serialVersionUID = 1;
        private final long askedMillis;

        Temporary(String message, long askedMillis) {
            super(message);
            this.askedMillis = askedMillis;
        }
    }

    /**
     * Completes the file.
     *
     * @return whether all of it came in one piece
     * @throws UserException where the server refuses, or nothing new comes in several attempts; what came is kept
     */
    boolean complete(PartFile part) throws IOException {
        long best = part.length();
        boolean whole = best == 0;
        int failures = 0;
        while (true) {
            String problem;
            long asked = 0;
            try {
                if (attempt(part)) {
                    return whole;
                }
                problem = "the connection ended early";
            } catch (FileSystemException e) {
                throw e;
            } catch (Temporary e) {
                problem = e.getMessage();
                asked = e.askedMillis;
            } catch (IOException e) {
                problem = words(e);
            }
            whole = false;
            failures = part.length() > best ? 1 : failures + 1;
            best = Math.max(best, part.length());
            if (failures >= patience.attempts()) {
                throw new UserException(address + ": " + problem + ", " + failures + " times in a row; " + part.length()
                        + " bytes are kept, fetch again later to go on from there");
            }
            pause(problem, part.length(), patience.millis(failures, asked));
        }
    }

    private boolean attempt(PartFile part) throws IOException {
        String source = address.toString();
        Optional<String> validator = part.validator(source);
        if (validator.isEmpty() && !checked) {
            part.truncate(0);
        }
        long have = part.length();
        if (have > 0 && bytes.isPresent() && bytes.get() == have) {
            return true;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (have > 0) {
            headers.put("Range", "bytes=" + have + "-");
            validator.ifPresent(value -> headers.put("If-Range", value));
        }
        try (Exchange exchange = Exchange.get(address, headers, patience.readMillis())) {
            if (exchange.status() == 416 && exchange.header("Content-Range").equals(Optional.of("bytes */" + have))) {
                return true;
            }
            begin(exchange, part, have);
            OptionalLong total = total(exchange, part);
            part.from(source, exchange.validator());
            receive(exchange, part, total);
            return total.isEmpty() || part.length() == total.getAsLong();
        }
    }

    /** Makes sure that the answer's bytes belong behind those that are here. */
    private void begin(Exchange exchange, PartFile part, long have) throws IOException {
        int status = exchange.status();
        if (status == 200) {
            part.truncate(0);
        } else if (status == 416 || status == 206 && exchange.start() != have) {
            part.truncate(0);
            throw new IOException("the server has other bytes than those asked for");
        } else if (status == 408 || status == 429 || status >= 500) {
            long seconds = exchange.header("Retry-After")
                    .filter(value -> value.matches("[0-9]{1,6}"))
                    .map(Long::parseLong)
                    .orElse(0L);
            throw new Temporary("the server answers " + status, 1000 * seconds);
        } else if (status != 206) {
            throw new UserException(address + ": the server answers " + status
                    + (status == 404 || status == 410 ? ", the file is not there any more" : "")
                    + "; give another address with --url");
        }
        if (exchange.header("Content-Type")
                .filter(type -> type.startsWith("text/html"))
                .isPresent()) {
            throw new UserException(address
                    + ": the server answers with a web page instead of a file; it may ask for a login, so fetch it in a browser or"
                    + " give another address with --url");
        }
    }

    private OptionalLong total(Exchange exchange, PartFile part) throws IOException {
        OptionalLong total = exchange.total();
        if (total.isPresent() && bytes.isPresent() && bytes.get() != total.getAsLong()) {
            throw new UserException(address + ": the server has a file of " + total.getAsLong() + " bytes, expected "
                    + bytes.get() + "; it is another one, give the right address with --url");
        }
        long missing = total.orElse(0) - part.length();
        long free = Files.getFileStore(part.file()).getUsableSpace();
        if (missing > free) {
            throw new UserException(part.file().getParent() + ": has " + free + " bytes free, and " + missing
                    + " are still to come; free some space or choose another place with -o");
        }
        if (total.isPresent() && progress.isEmpty()) {
            progress = Optional.of(console.progress("fetching " + name, total.getAsLong() / MEGABYTE, "MB"));
        }
        return total;
    }

    private void receive(Exchange exchange, PartFile part, OptionalLong total) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long most = total.orElse(bytes.orElse(Long.MAX_VALUE));
        try (InputStream body = exchange.body()) {
            for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                if (n > most - part.length()) {
                    part.truncate(0);
                    throw new UserException(address + ": the server sends more than the " + most
                            + " bytes it has; give another address with --url");
                }
                part.append(buffer, n);
                long done = part.length() / MEGABYTE;
                progress.ifPresent(p -> p.at(done));
            }
        } finally {
            part.force();
        }
    }

    private void pause(String problem, long have, long millis) throws IOException {
        console.say(String.format(
                Locale.ROOT, "%s: %s; going on from byte %d in %.1f s", name, problem, have, millis / 1000.0));
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting");
        }
    }

    private static String words(IOException e) {
        String message = String.valueOf(e.getMessage());
        return e instanceof UnknownHostException
                ? "no such host (" + message + ")"
                : e.getMessage() == null ? e.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        progress.ifPresent(Progress::close);
    }
}
