package org.nec4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.nec4j.progress.Console;
import picocli.CommandLine;

/**
 * The examples of every command's help, and the process that runs them one after another in its working directory, where an {@link
 * ExampleWorld} lies.
 */
final class HelpExamples {
    /** Every command, those that make a file before those that read it. */
    static final List<String> ORDER = List.of(
            "nec4j",
            "nec4j config",
            "nec4j validate",
            "nec4j doctor",
            "nec4j fetch",
            "nec4j stats",
            "nec4j train",
            "nec4j pretrain",
            "nec4j sweep",
            "nec4j runs",
            "nec4j report",
            "nec4j export",
            "nec4j import",
            "nec4j fit",
            "nec4j factorize",
            "nec4j encode",
            "nec4j decode",
            "nec4j archive",
            "nec4j archive create",
            "nec4j archive list",
            "nec4j archive append",
            "nec4j archive verify",
            "nec4j archive merge",
            "nec4j archive extract",
            "nec4j archive export",
            "nec4j archive import",
            "nec4j search",
            "nec4j map",
            "nec4j info",
            "nec4j show",
            "nec4j eval",
            "nec4j embed",
            "nec4j reproduce",
            "nec4j completion");

    static final String README = "README";

    /** Not run here, and why. */
    private static final Map<String, String> EXEMPT = Map.of(
            "nec4j export experiments/runs/RUN -o codec.nec --data datasets/aid.conf",
                    "needs a distilled run, whose training takes minutes, and images that no clone has",
            "nec4j fetch ucmerced --sha256 none", "needs the network",
            "nec4j fetch huggingface-vit-mae-base --sha256 HEX", "needs the network");

    /** Run with {@code nec4j.slow} alone, and why. */
    private static final Map<String, String> LONG = Map.of(
            "nec4j eval codec.nec --data datasets/roads.conf --head segmentation",
            "200 steps of a convolutional head take minutes, whatever the codec");

    /** Ends with status 2 where it finds this machine bad, such as a busy one slow: it has then run as written. */
    private static final String JUDGE = "nec4j doctor";

    private static final Pattern BAD = Pattern.compile("(?m)^bad |\"bad\"");

    /** What a reader has before the examples of a command: made by other commands, or by the shell. */
    private static final Map<String, List<String>> GIVEN = Map.of(
            "nec4j import",
                    List.of(
                            "nec4j train configs/quickstart-hyperprior.conf",
                            "nec4j export experiments/runs/quickstart-hyperprior-* -o nec-hyperprior.pth --state-dict",
                            "nec4j export experiments/runs/RUN -o nec.pth --state-dict",
                            "nec4j export experiments/runs/RUN -o bottleneck.safetensors --state-dict"),
            "nec4j factorize",
                    List.of(
                            "nec4j export experiments/runs/RUN -o codec.nec",
                            "cp experiments/runs/" + latest("pretrain-aerial-tiny")
                                    + "/start.safetensors mae.safetensors"),
            "nec4j encode",
                    List.of(
                            "nec4j fit configs/rsscn7.conf transform.layers=pooled-and-tokens transform.step=0.5 -o"
                                    + " layered.nec",
                            "nec4j train sensing.conf",
                            "nec4j export experiments/runs/" + latest("sensing") + " -o sensing.nec"),
            "nec4j archive", List.of("rm images.nema"),
            "nec4j archive create", List.of("rm images.nema"),
            "nec4j archive append", List.of("cp image.jpg bridge.jpg", "nec4j encode -c codec.nec -o more bridge.jpg"),
            "nec4j archive merge", List.of("cp images.nema monday.nema", "cp images.nema tuesday.nema"),
            "nec4j show", List.of("cp codec.nec coarse.nec", "cp finer.nec fine.nec"));

    /** What stands for a reader's own word, as a shell expands it; behind a command's name where it is that command's alone. */
    private static final Map<String, String> PLACEHOLDERS = Map.of(
            "RUN", latest("quickstart"),
            "nec4j pretrain RUN", latest("pretrain-aerial-tiny"),
            "ONE", latest("quickstart"),
            "OTHER", latest("rsscn7-1e6"),
            "FOLDER", "images",
            "README RUN", latest("ucmerced"),
            "README IMAGE", "image.jpg",
            "COMMAND", "train",
            "nec4j archive COMMAND", "list");

    private static final Pattern PLACEHOLDER = Pattern.compile("\\b[A-Z]{3,}\\b");

    private HelpExamples() {}

    /** The examples that are not always run. */
    static List<String> exceptions() {
        return Stream.of(EXEMPT, LONG).flatMap(named -> named.keySet().stream()).toList();
    }

    /** The examples by the name of their command, such as {@code nec4j archive create}. */
    static Map<String, List<String>> all() {
        Map<String, List<String>> all = new TreeMap<>();
        collect(Nec4j.commandLine(new Context(new PrintWriter(new StringWriter()), Console.silent())), all);
        return all;
    }

    private static void collect(CommandLine command, Map<String, List<String>> all) {
        List<String> examples = Stream.of(
                        command.getCommandSpec().usageMessage().footer())
                .filter(line -> line.startsWith("  nec4j "))
                .map(String::strip)
                .toList();
        all.put(command.getCommandSpec().qualifiedName(), examples);
        command.getSubcommands().values().forEach(sub -> collect(sub, all));
    }

    /** Those to be run. */
    static List<String> due(List<String> examples) {
        boolean isSlow = Boolean.getBoolean("nec4j.slow");
        return examples.stream()
                .filter(example -> !EXEMPT.containsKey(example) && (isSlow || !LONG.containsKey(example)))
                .toList();
    }

    /** The command lines of the README's walk, in their order. */
    static List<String> readme() throws IOException {
        Path file = Path.of(System.getProperty("nec4j.root", "../.."), "README.md");
        String walk =
                Files.readString(file).split("\n## From an image folder ")[1].split("\n## ")[0];
        return walk.lines()
                .filter(line -> line.startsWith("    ./nec4j "))
                .map(line -> line.strip().substring(2).replaceFirst(" {2,}# .*", ""))
                .toList();
    }

    /** Runs all, or the README's lines where {@value #README} is asked for; a line for each, and what it told where it failed. */
    public static void main(String[] args) throws IOException, InterruptedException {
        System.setProperty("java.awt.headless", "true");
        if (List.of(args).contains(README)) {
            for (String line : due(readme())) {
                if (line.startsWith("nec4j import ")) {
                    run("nec4j export experiments/runs/RUN -o nec.pth --state-dict", README);
                }
                run(line, README);
            }
            System.exit(0);
        }
        Map<String, List<String>> all = all();
        for (String command : ORDER) {
            List<String> given = GIVEN.getOrDefault(command, List.of());
            List<String> examples = due(all.get(command));
            for (String line : Stream.concat(given.stream(), examples.stream()).toList()) {
                run(line, command);
            }
        }
        System.exit(0);
    }

    private static void run(String line, String command) throws IOException, InterruptedException {
        long start = System.nanoTime();
        String fault = fault(line, command);
        System.out.printf("%s %s%n", fault.isEmpty() ? "ran" : "FAILED", line);
        System.err.printf("%6.2f s %s%n%s", (System.nanoTime() - start) / 1e9, line, fault);
    }

    /** Empty where the line did what it should. */
    private static String fault(String line, String command) throws IOException, InterruptedException {
        if (!line.startsWith("nec4j ")) {
            shell(line);
            return "";
        }
        List<String> words =
                shell("printf '%s\\n' " + filled(line, command)).lines().skip(1).toList();
        Cli run = Cli.run(words.toArray());
        boolean isVerdict = command.equals(JUDGE)
                && run.status() == 2
                && BAD.matcher(run.out()).find();
        boolean isSound = (run.status() == 0 || isVerdict) && !run.err().contains("mistake of its own");
        return isSound ? "" : words + " ended with status " + run.status() + ":\n" + run.out() + run.err() + "\n";
    }

    /** With a word for every placeholder. */
    private static String filled(String line, String command) {
        return PLACEHOLDER.matcher(line).replaceAll(found -> {
            String word = PLACEHOLDERS.getOrDefault(command + " " + found.group(), PLACEHOLDERS.get(found.group()));
            if (word == null) {
                throw new AssertionError(line + ": give " + found.group() + " a place in the table of placeholders");
            }
            return Matcher.quoteReplacement(word);
        });
    }

    /** The folder of the latest run of an experiment; the year begins what follows the name. */
    private static String latest(String experiment) {
        return "$(ls experiments/runs | grep '^" + experiment + "-2' | tail -n 1)";
    }

    private static String shell(String script) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("/bin/sh", "-ec", script)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (shell.waitFor() != 0) {
            throw new AssertionError(script + " ended with status " + shell.exitValue());
        }
        return out;
    }
}
