package org.nec4j.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** PyTorch in a process of its own, which waits between our turns. */
final class Peer implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter orders;
    private final String version;

    private Peer(Process process) throws IOException {
        this.process = process;
        answers = process.inputReader(StandardCharsets.UTF_8);
        orders = process.outputWriter(StandardCharsets.UTF_8);
        version = answers.readLine();
    }

    /** Starts the peer; nothing where Python has no torch. */
    static Optional<Peer> start(String python, Path script, Case what, int threads) throws IOException {
        Process process = new ProcessBuilder(python, script.toString(), what.label(), Integer.toString(threads))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Peer peer = new Peer(process);
        return peer.version == null ? Optional.empty() : Optional.of(peer);
    }

    String version() {
        return version;
    }

    Timings run(int steps) throws IOException {
        String[] numbers = ask("run " + steps).split(" ");
        Timings times = new Timings();
        for (int i = 0; i < numbers.length; i += 2) {
            times.add(Double.parseDouble(numbers[i]), Double.parseDouble(numbers[i + 1]));
        }
        return times;
    }

    long peakBytes() throws IOException {
        return Long.parseLong(ask("memory"));
    }

    private String ask(String order) throws IOException {
        orders.write(order + "\n");
        orders.flush();
        String answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the peer ended");
        }
        return answer;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
