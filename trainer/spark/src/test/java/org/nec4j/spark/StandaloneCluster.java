package org.nec4j.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.Assumptions;

/**
 * Spark's own master and workers of one core, each a process of this machine, and drivers that join them: those of the class path, or of a
 * Spark that the system property {@code nec4j.spark.home} names, such as that of an installed PySpark.
 */
final class StandaloneCluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final Path folder;
    private final String classPath;
    private final String master;
    private final List<Process> processes = new ArrayList<>();

    /** Whose children are the executors. */
    private final List<Process> workers = new ArrayList<>();

    private StandaloneCluster(Path folder, String classPath, String master) {
        this.folder = folder;
        this.classPath = classPath;
        this.master = master;
    }

    /** Starts it; skips the test with a message where there is no Spark. */
    static StandaloneCluster start(Path folder, int workers) throws IOException {
        Path jars = jars(folder);
        String classPath = String.join(File.pathSeparator, jars + "/*", ownClassPath());
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        StandaloneCluster cluster = new StandaloneCluster(folder, classPath, "spark://127.0.0.1:" + port);
        try {
            cluster.daemon("master", "org.apache.spark.deploy.master.Master", "--port", Integer.toString(port));
            for (int i = 0; i < workers; i++) {
                cluster.workers.add(cluster.daemon(
                        "worker" + i,
                        "org.apache.spark.deploy.worker.Worker",
                        "--cores",
                        "1",
                        "--memory",
                        "1g",
                        "--work-dir",
                        folder.resolve("work" + i).toString(),
                        cluster.master));
            }
            cluster.await(
                    "the workers' registration",
                    () -> cluster.log("master").split("Registering worker").length > workers);
            return cluster;
        } catch (IOException | RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /** The folder of Spark's jars: the named one's, or links to those of the class path, which a worker gives to its executors. */
    private static Path jars(Path folder) throws IOException {
        String home = System.getProperty("nec4j.spark.home", "");
        if (!home.isEmpty()) {
            return Path.of(home, "jars");
        }
        Path jars = Files.createDirectories(folder.resolve("spark/jars"));
        List<Path> found = Arrays.stream(ownClassPath().split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> path.toString().endsWith(".jar"))
                .toList();
        Assumptions.assumeTrue(
                found.stream().anyMatch(path -> path.getFileName().toString().startsWith("spark-core_")),
                "no Spark on the class path; name one with -Dnec4j.spark.home");
        for (Path jar : found) {
            Path link = jars.resolve(jar.getFileName());
            if (!Files.exists(link)) {
                Files.createSymbolicLink(link, jar);
            }
        }
        return jars;
    }

    /** That of the tests but for their logging, which takes Spark's place where it is there and keeps what the tests wait for to itself. */
    private static String ownClassPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().startsWith("logback-"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private Process daemon(String name, String main, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of("--host", "127.0.0.1", "--webui-port", "0"));
        all.addAll(List.of(words));
        Process process = start(name, List.of("-Xmx256m"), main, all);
        processes.add(process);
        return process;
    }

    private Process start(String name, List<String> options, String main, List<String> words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(Arrays.asList(JavaModuleOptions.defaultModuleOptions().split(" ")));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, main));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".log").toFile()));
        builder.environment().put("SPARK_HOME", jars(folder).getParent().toString());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        // What the scripts of a Spark installation set.
        builder.environment()
                .put(
                        "SPARK_SCALA_VERSION",
                        scala.util.Properties.versionNumberString().replaceFirst("\\.[0-9]+$", ""));
        return builder.start();
    }

    /** A driver with these words of nec4j-spark; its output goes to the log of this name. */
    Process driver(String name, Object... words) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "-Xmx600m",
                "--add-modules=jdk.incubator.vector",
                "-Dorg.bytedeco.javacpp.platform.extension="
                        + System.getProperty("org.bytedeco.javacpp.platform.extension", ""),
                "-Dspark.master=" + master,
                "-Dspark.driver.host=127.0.0.1",
                "-Dspark.ui.enabled=false",
                "-Dspark.executor.memory=600m",
                "-Dspark.executor.extraClassPath=" + ownClassPath()));
        Process driver = start(
                name,
                options,
                Main.class.getName(),
                Stream.of(words).map(String::valueOf).toList());
        processes.add(driver);
        return driver;
    }

    /** What a process has said, and after it the executors, for a test that fails. */
    String all(String name) {
        StringBuilder all = new StringBuilder(log(name));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(
                            path -> path.endsWith("stderr") || path.toString().contains("worker0.log"))
                    .toList()) {
                all.append("\n").append(file).append(":\n").append(Files.readString(file, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toString();
    }

    /** What a process has said. */
    String log(String name) {
        try {
            return Files.readString(folder.resolve(name + ".log"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills one executor as a machine that is lost would: with SIGKILL. */
    void killAnExecutor() {
        ProcessHandle executor = workers.stream()
                .flatMap(worker -> worker.toHandle().children())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no executor is running"));
        executor.destroyForcibly();
        await("an executor's death", () -> !executor.isAlive());
    }

    /** Waits until something is so. */
    void await(String what, BooleanSupplier isSo) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!isSo.getAsBoolean()) {
            if (Instant.now().isAfter(end)) {
                throw new AssertionError("waited in vain for " + what);
            }
            try {
                TimeUnit.MILLISECONDS.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Exit status of a driver that ends by itself. */
    int status(Process driver) {
        await("the driver's end", () -> !driver.isAlive());
        return driver.exitValue();
    }

    @Override
    public void close() {
        List<ProcessHandle> all = processes.stream()
                .flatMap(process -> Stream.concat(
                        Stream.of(process.toHandle()), process.toHandle().descendants()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> await("the end of the cluster", () -> !process.isAlive()));
    }
}
