package org.nec4j.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import com.google.gson.reflect.TypeToken;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nec4j.backend.Backend;
import org.nec4j.backend.FrozenProducts;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.io.Sha256;

/**
 * Who worked on a run: one record for its beginning and one for every time it was resumed, {@code sessions/N.json}. Code, libraries,
 * machine and settings on top may differ between them, and a result belongs to all of them.
 */
public final class SessionRecord {
    private static final String FOLDER = "sessions";
    private static final String FIRST = "first_step";
    private static final String LAST = "last_step";
    private static final String SECONDS = "seconds";

    /** A longer diff is kept as its digest and the list of files alone. */
    private static final int MAX_DIFF = 4 << 20;

    private SessionRecord() {}

    /**
     * Writes the next record.
     *
     * @param first       steps done before
     * @param steps       of the whole run
     * @param seed        the run's
     * @param assignments {@code key=value} on top of the run's files
     * @param changed     settings that changed since the last session, a line each
     * @param frozen      what multiplies in blocks that do not train
     */
    public static void write(
            Path run,
            long first,
            long steps,
            long seed,
            List<String> assignments,
            List<String> changed,
            FrozenProducts frozen) {
        Path folder = run.resolve(FOLDER);
        int number = 1;
        while (Files.exists(folder.resolve(number + ".json"))) {
            number++;
        }
        Map<String, Object> record = new LinkedHashMap<>();
        record.put(
                "began",
                OffsetDateTime.now(ZoneId.systemDefault())
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
        record.put(FIRST, first);
        record.put("steps", steps);
        record.put("seed", seed);
        record.put("overrides", assignments);
        record.put("changed_settings", changed);
        record.put("code", code(folder, number));
        record.put("backend", Backend.sentence());
        record.put("products", Backend.products());
        record.put("frozen_products", frozen.words());
        record.put("java", java());
        record.put("machine", machine());
        record.put("environment", environment());
        record.put("libraries", libraries());
        write(folder.resolve(number + ".json"), record);
    }

    /**
     * Work on a run, as far as it was saved.
     *
     * @param steps   that were done
     * @param seconds that they took
     */
    public record Worked(long steps, double seconds) {
        /** What all sessions did that tell how long they took: those of versions before 0.1.0 do not. */
        static Worked of(List<Map<String, Object>> sessions) {
            long steps = 0;
            double seconds = 0;
            for (Map<String, Object> session : sessions) {
                if (session.get(SECONDS) instanceof Number took
                        && session.get(FIRST) instanceof Number first
                        && session.get(LAST) instanceof Number last) {
                    steps += last.longValue() - first.longValue();
                    seconds += took.doubleValue();
                }
            }
            return new Worked(steps, seconds);
        }
    }

    /** What all sessions on a run did. */
    public static Worked worked(Path run) {
        return Worked.of(read(run));
    }

    /** Keeps in the last session's record how far it has come: a killed session has worked as long as its last saved state says. */
    public static void keepTime(Path run, long lastStep, double seconds) {
        int sessions = read(run).size();
        Path file = run.resolve(FOLDER).resolve(sessions + ".json");
        if (sessions == 0) {
            throw new UserException(
                    run.resolve(FOLDER) + ": holds no record of this session any more; was the folder of the run"
                            + " moved or emptied while it trained? Resume it where it lies now");
        }
        try {
            JsonObject record = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            record.addProperty(LAST, lastStep);
            record.addProperty(SECONDS, seconds);
            write(file, record);
        } catch (IOException | JsonParseException | IllegalStateException e) {
            throw new UserException(file + ": cannot be read as JSON; move it away to go on without it", e);
        }
    }

    private static void write(Path file, Object record) {
        String json = new GsonBuilder()
                .setPrettyPrinting()
                .disableHtmlEscaping()
                .create()
                .toJson(record);
        AtomicFile.write(file, (json + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** All records of a run, the first session first; those of later versions may hold more. */
    static List<Map<String, Object>> read(Path run) {
        List<Map<String, Object>> all = new ArrayList<>();
        for (int number = 1; ; number++) {
            Path file = run.resolve(FOLDER).resolve(number + ".json");
            if (!Files.exists(file)) {
                return all;
            }
            try {
                Map<String, Object> record = new Gson()
                        .fromJson(Files.readString(file), new TypeToken<LinkedHashMap<String, Object>>() {}.getType());
                all.add(record == null ? Map.of() : record);
            } catch (IOException | JsonSyntaxException e) {
                throw new UserException(file + ": cannot be read as JSON; move it away to go on without it", e);
            }
        }
    }

    private static Map<String, Object> code(Path folder, int number) {
        Map<String, Object> code = new LinkedHashMap<>();
        String version = SessionRecord.class.getPackage().getImplementationVersion();
        code.put("nec4j", version == null ? "from source" : version);
        SourceTree.ofTheProgram().ifPresent(tree -> {
            code.put("git_commit", tree.commit());
            code.put("git_changed_files", tree.changed());
            if (!tree.diff().isEmpty()) {
                byte[] diff = tree.diff().getBytes(StandardCharsets.UTF_8);
                code.put("git_diff_sha256", Sha256.of(diff));
                if (diff.length <= MAX_DIFF) {
                    code.put("git_diff", FOLDER + "/" + number + ".diff");
                    AtomicFile.write(folder.resolve(number + ".diff"), diff);
                }
            }
        });
        return code;
    }

    private static Map<String, Object> java() {
        Map<String, Object> java = new LinkedHashMap<>();
        java.put("version", Runtime.version().toString());
        java.put("vendor", System.getProperty("java.vendor"));
        java.put("virtual_machine", System.getProperty("java.vm.name"));
        java.put("flags", ManagementFactory.getRuntimeMXBean().getInputArguments());
        java.put("heap_bytes", Runtime.getRuntime().maxMemory());
        return java;
    }

    private static Map<String, Object> machine() {
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("architecture", System.getProperty("os.arch"));
        machine.put("processor", processor());
        machine.put("processors", Runtime.getRuntime().availableProcessors());
        return machine;
    }

    private static String processor() {
        try {
            return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                    .filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("not told by the system");
        } catch (IOException e) {
            return "not told by the system";
        }
    }

    /** The variables that change what computes. */
    private static Map<String, String> environment() {
        Map<String, String> chosen = new TreeMap<>(System.getenv());
        chosen.keySet().removeIf(name -> !name.matches("NEC4J_.*|OMP_.*|MKL_.*|OPENBLAS_.*|CUDA_VISIBLE_DEVICES"));
        return chosen;
    }

    /** The files of the class path; their names carry the versions. */
    private static List<String> libraries() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .map(entry -> Path.of(entry).getFileName().toString())
                .sorted()
                .toList();
    }
}
