package org.nec4j.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An HTTP server on loopback that says exactly what a test tells it to say, true or not, and then hangs up. */
final class LoopbackServer implements AutoCloseable {
    private final ServerSocket socket;
    private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

    /** What was asked: the path and the headers by lower-case name; {@code number} counts from 0. */
    record Request(int number, String path, Map<String, String> headers) {
        /** The first byte that is asked for; 0 without a range. */
        int from() {
            String range = headers.getOrDefault("range", "bytes=0-");
            return Integer.parseInt(range.substring(6, range.length() - 1));
        }
    }

    /** Writes the whole answer, status line included. */
    interface Answer {
        void to(Request request, OutputStream out) throws IOException, InterruptedException;
    }

    private LoopbackServer(ServerSocket socket) {
        this.socket = socket;
    }

    static LoopbackServer that(Answer answer) throws IOException {
        LoopbackServer server = new LoopbackServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
        Thread thread = new Thread(() -> server.serve(answer), "loopback server");
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    String address(String path) {
        return "http://127.0.0.1:" + socket.getLocalPort() + path;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    static void head(OutputStream out, String status, String... headers) throws IOException {
        String text = "HTTP/1.1 " + status + "\r\nConnection: close\r\n"
                + String.join("", List.of(headers).stream().map(h -> h + "\r\n").toList()) + "\r\n";
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void serve(Answer answer) {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread thread = new Thread(() -> answer(connection, answer), "loopback connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                // Closed: the loop ends.
            }
        }
    }

    private void answer(Socket accepted, Answer answer) {
        try (Socket connection = accepted) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1));
            String line = in.readLine();
            if (line == null) {
                return;
            }
            String path = line.split(" ")[1];
            Map<String, String> headers = new LinkedHashMap<>();
            for (line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                int colon = line.indexOf(':');
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
            Request request = new Request(requests.size(), path, headers);
            requests.add(request);
            answer.to(request, connection.getOutputStream());
            connection.getOutputStream().flush();
        } catch (IOException | InterruptedException e) {
            // A client that hangs up is no concern of the server's.
        }
    }
}
