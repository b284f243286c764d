package org.nec4j.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nec4j.codec.error.UserException;

/** One answered request for a file or the rest of it. Follows redirects, but none from https to http. */
final class Exchange implements AutoCloseable {
    private static final int REDIRECTS = 10;
    private static final int CONNECT_MILLIS = 20_000;
    private static final Pattern RANGE = Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18}|\\*)");

    private final HttpURLConnection connection;
    private final int status;

    private Exchange(HttpURLConnection connection, int status) {
        this.connection = connection;
        this.status = status;
    }

    /**
     * Asks for an address.
     *
     * @param headers    of the request
     * @param readMillis how long to wait for the next byte
     * @throws IOException   where the connection fails, which may pass
     * @throws UserException for an address that is none, or a redirect that is not followed
     */
    static Exchange get(URI address, Map<String, String> headers, int readMillis) throws IOException {
        URI here = address;
        for (int hop = 0; hop <= REDIRECTS; hop++) {
            HttpURLConnection connection = (HttpURLConnection) here.toURL().openConnection();
            connection.setInstanceFollowRedirects(false);
            connection.setConnectTimeout(CONNECT_MILLIS);
            connection.setReadTimeout(readMillis);
            connection.setUseCaches(false);
            connection.setRequestProperty("Accept-Encoding", "identity");
            connection.setRequestProperty("User-Agent", "nec4j");
            headers.forEach(connection::setRequestProperty);
            int status = connection.getResponseCode();
            if (status < 300 || status > 399 || status == HttpURLConnection.HTTP_NOT_MODIFIED) {
                return new Exchange(connection, status);
            }
            URI next = next(here, connection.getHeaderField("Location"));
            connection.disconnect();
            here = next;
        }
        throw new UserException(address + ": more than " + REDIRECTS + " redirects; give another address with --url");
    }

    /** Where a redirect leads. */
    static URI next(URI from, String location) {
        if (location == null) {
            throw new UserException(from + ": redirects without saying where; give another address with --url");
        }
        URI to = address(from.resolve(address(location, true)).toString());
        if (scheme(from).equals("https") && scheme(to).equals("http")) {
            throw new UserException(from + ": redirects from https to plain http (" + to
                    + "), which anyone on the way could change; give an https address with --url");
        }
        return to;
    }

    /** An http or https address; throws UserException for anything else. */
    static URI address(String text) {
        URI address = address(text, false);
        if (!scheme(address).matches("https?") || address.getHost() == null) {
            throw new UserException("\"" + text + "\" is no http or https address");
        }
        return address;
    }

    private static URI address(String text, boolean relative) {
        try {
            return new URI(text.strip().replace(" ", "%20"));
        } catch (URISyntaxException e) {
            throw new UserException("\"" + text + "\" is no " + (relative ? "" : "http or https ") + "address", e);
        }
    }

    private static String scheme(URI address) {
        return String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    }

    int status() {
        return status;
    }

    /** Where the answer begins in the file: what Content-Range says, else 0. */
    long start() {
        return range().map(r -> Long.parseLong(r.group(1))).orElse(0L);
    }

    /** Length of the whole file, where the server says it. */
    OptionalLong total() {
        Optional<Matcher> range = range();
        if (range.isPresent()) {
            String total = range.get().group(3);
            return total.equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(total));
        }
        long length = connection.getContentLengthLong();
        return length < 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    /** What makes sure, when the rest is asked for, that the file is still the same: a strong entity tag, else the time of its last change. */
    Optional<String> validator() {
        return header("ETag").filter(tag -> tag.startsWith("\"")).or(() -> header("Last-Modified"));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(connection.getHeaderField(name));
    }

    InputStream body() throws IOException {
        return connection.getInputStream();
    }

    @Override
    public void close() {
        connection.disconnect();
    }

    private Optional<Matcher> range() {
        return status != HttpURLConnection.HTTP_PARTIAL
                ? Optional.empty()
                : header("Content-Range").map(RANGE::matcher).filter(Matcher::matches);
    }
}
