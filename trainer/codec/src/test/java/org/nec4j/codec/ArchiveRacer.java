package org.nec4j.codec;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nec4j.codec.error.UserException;

/**
 * A process of its own that does with an archive what it is told, a line each: a role, the archive, and the number of the embedding that
 * it adds. It answers {@code committed}, {@code refused} or {@code taken back}; anything else is a fault.
 */
final class ArchiveRacer {
    private static final Codec CODEC = TestCodecs.factorized();

    private ArchiveRacer() {}

    /** What a racer does. */
    enum Role {
        /** Makes the archive with its embedding, or is refused. */
        CREATE,
        /** Adds its embedding, once it may. */
        APPEND,
        /** Makes the archive with its embedding and then gives it up. */
        CREATE_AND_ABANDON,
        /** Merges an archive of its embedding into it, once it may. */
        MERGE,
        /** Adds its embeddings one after the other, a commit each, until it is killed. */
        ENDLESS
    }

    /** Reads orders until its input ends. */
    public static void main(String[] args) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            String[] words = line.split("\t");
            Path archive = Path.of(words[1]);
            System.out.println(answer(Role.valueOf(words[0]), archive, Integer.parseInt(words[2])));
        }
    }

    private static String answer(Role role, Path archive, int number) {
        return switch (role) {
            case CREATE -> created(archive, number, false);
            case CREATE_AND_ABANDON -> created(archive, number, true);
            case APPEND -> onceItMay(() -> append(archive, number));
            case MERGE -> onceItMay(() -> merge(archive, number));
            case ENDLESS -> endless(archive, number);
        };
    }

    private static String created(Path archive, int number, boolean abandons) {
        try (ArchiveWriter writer = ArchiveWriter.create(archive, CODEC.digest())) {
            add(writer, number);
            writer.commit();
            if (abandons) {
                writer.abandon();
                return "taken back";
            }
            return "committed";
        } catch (UserException e) {
            return expected(e);
        }
    }

    private static String append(Path archive, int number) {
        try (ArchiveWriter writer = ArchiveWriter.open(archive, CODEC.digest())) {
            add(writer, number);
            writer.commit();
            return "committed";
        }
    }

    private static String merge(Path archive, int number) {
        Path own = archive.resolveSibling(archive.getFileName() + "." + number + ".own.nema");
        if (!Files.exists(own)) {
            append(own, number);
        }
        try (Archive source = Archive.open(own)) {
            ArchiveWriter.merge(archive, List.of(source), done -> {});
            return "committed";
        }
    }

    private static String endless(Path archive, int number) {
        for (int i = number; ; i++) {
            int next = i;
            onceItMay(() -> append(archive, next));
            System.out.println("added " + next);
        }
    }

    private interface Attempt {
        String once();
    }

    private static String onceItMay(Attempt attempt) {
        while (true) {
            try {
                return attempt.once();
            } catch (UserException e) {
                String answer = expected(e);
                if (!answer.equals("refused") || e.getMessage().contains("already in the archive")) {
                    return answer;
                }
            }
        }
    }

    private static String expected(UserException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("being written by") || message.contains("exists already") ? "refused" : message;
    }

    private static void add(ArchiveWriter writer, int number) {
        writer.add(key(number), TestCodecs.stream(CODEC, number));
    }

    static String key(int number) {
        return "image-" + number;
    }
}
