package org.nec4j.runs;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;

/**
 * This program, to be started again in processes of their own that share the machine's threads and memory evenly. A child stops and saves,
 * as after Ctrl-C, when its standard input ends: when it is asked to, and when this process is no more.
 *
 * @param command    starts it, but for the words of the command line
 * @param threads    of each child
 */
public record ChildProgram(List<String> command, int threads) {
    /** The system property that makes a child stop at the end of its input; the command line heeds it. */
    public static final String STOPS_AT_END_OF_INPUT = "nec4j.stops-at-end-of-input";

    private static final String THREADS = "nec4j.threads";
    private static final String PROCESSORS = "-XX:ActiveProcessorCount=";
    private static final long LEAST_HEAP_MEGABYTES = 256;

    /** What a child has of its own: a debugger's port is taken, and heaps are shares of this one's. */
    private static final Pattern NOT_HANDED_ON = Pattern.compile(
            "-agentlib:.*|-Xm[sx].*|-XX:(Initial|Max|Min|SoftMax)(HeapSize|RAM).*|-Dnec4j\\.(terminal|columns|messages|threads)=.*");

    private static final Pattern OFF_HEAP =
            Pattern.compile("(-Dorg\\.bytedeco\\.javacpp\\.max(?:physical)?bytes=)([0-9]{1,12})([kKmMgGtT]?)[bB]?");

    public ChildProgram {
        command = List.copyOf(command);
    }

    /**
     * The virtual machine that runs this, with its options and libraries: those of NEC4J_JAVA_OPTS too, but for a debugger, whose port is
     * taken. Heap is for all children together, and {@code nec4j.threads} is what a child has at most.
     *
     * @param main what it starts
     * @param jobs how many children work at once
     */
    public static ChildProgram of(Class<?> main, int jobs) {
        int share = Math.max(1, Runtime.getRuntime().availableProcessors() / jobs);
        int threads = Math.max(1, Math.min(share, Integer.getInteger(THREADS, share)));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> !NOT_HANDED_ON.matcher(option).matches() && !option.startsWith(PROCESSORS))
                .map(option -> shared(option, jobs))
                .forEach(command::add);
        long heap = (Runtime.getRuntime().maxMemory() >> 20) / jobs;
        command.addAll(List.of(
                "-Xmx" + Math.max(LEAST_HEAP_MEGABYTES, heap) + "m",
                PROCESSORS + share,
                "-D" + THREADS + "=" + threads,
                "-D" + STOPS_AT_END_OF_INPUT + "=true",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        return new ChildProgram(command, threads);
    }

    /** Starts a child; what it tells goes to the log, which is begun anew. */
    Process start(Path log, Stream<String> words) {
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(command.stream(), words).toList());
        builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
        try {
            Files.createDirectories(log.getParent());
            return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new UserException(
                    log + ": no process can be started that tells there what it does (" + e.getMessage()
                            + "); check free space and permissions",
                    e);
        }
    }

    /** JavaCPP's limits, such as {@code -Dorg.bytedeco.javacpp.maxbytes=8g}, are for all children together. */
    private static String shared(String option, int jobs) {
        Matcher limit = OFF_HEAP.matcher(option);
        if (!limit.matches()) {
            return option;
        }
        String unit = limit.group(3).toLowerCase(Locale.ROOT);
        int binary = 10 * (1 + "kmgt".indexOf(unit.isEmpty() ? "?" : unit));
        double megabytes = Math.scalb((double) Long.parseLong(limit.group(2)), binary - 20);
        // A limit of 0 is none.
        return megabytes == 0 ? option : limit.group(1) + Math.max(1, (long) (megabytes / jobs)) + "m";
    }
}
