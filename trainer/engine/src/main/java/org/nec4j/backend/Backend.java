package org.nec4j.backend;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;
import org.nec4j.codec.error.UserException;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.cpu.Blas;
import org.nec4j.kernel.cpu.Threads;

/**
 * What computes in this virtual machine, and why something faster that is on the class path does not. The one place where kernels are
 * chosen: verbs ask here and hand them to layers, networks and encoders, which ask nobody.
 */
public final class Backend {
    private static final String CUDA_BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";
    private static final String CUDA_LIBRARY = "org.nd4j.linalg.jcublas.bindings.Nd4jCuda";

    private Backend() {}

    /**
     * The fastest kernels that this virtual machine and ND4J backend can run, one instance for the whole process: the Vector
     * API with OpenBLAS where the module jdk.incubator.vector is present and the backend is nd4j-native, else ND4J operations.
     * They use {@link #threads} threads.
     */
    public static Kernels kernels() {
        return BestKernels.best();
    }

    /**
     * How many threads kernels use: what the system property {@code nec4j.threads} says, else the processors of this virtual machine, of which
     * a job of Slurm takes no more than its share (SLURM_CPUS_PER_TASK).
     *
     * @throws UserException where the property is no number of threads
     */
    public static int threads() {
        return Threads.askedFor();
    }

    /**
     * One sentence for start-up messages and run folders.
     *
     * @throws UserException if no backend can be loaded
     */
    public static String sentence() {
        String backend = name();
        String sentence = "Computes with " + backend + ", kernels: " + kernels().description();
        return sentence
                + (BestKernels.isNative() ? "; products: " + Blas.here().words() : "")
                + obstacle(backend)
                        .map(why -> "; CUDA is on the class path but does not run: " + why)
                        .orElse("") + ".";
    }

    /** The backend in a phrase: "nd4j-native on linux-x86_64-avx2". */
    public static String name() {
        try {
            Nd4jBackend backend = Nd4j.getBackend();
            String kind =
                    backend.getClass().getSimpleName().toLowerCase(Locale.ROOT).contains("cublas")
                            ? "nd4j-cuda"
                            : "nd4j-native";
            return kind + " on " + platform();
        } catch (ExceptionInInitializerError | NoClassDefFoundError e) {
            throw new UserException(
                    "no ND4J backend can be loaded: " + root(e)
                            + "; build again with ./mvnw on the machine that runs it.",
                    e);
        }
    }

    /**
     * What multiplies matrices: its library with the version, the core whose kernels compute, the verdict of the check at the start and, where
     * others were found wrong, the complaint. Empty where a card computes.
     *
     * @throws UserException if no backend can be loaded, or nothing that multiplies right
     */
    public static Map<String, String> products() {
        name();
        Map<String, String> products = new LinkedHashMap<>();
        if (BestKernels.isNative()) {
            Blas blas = Blas.here();
            products.put("library", blas.library());
            products.put("core", blas.core());
            products.put("verdict", blas.verdict());
            blas.complaint().ifPresent(complaint -> products.put("complaint", complaint));
        }
        return products;
    }

    /** What becomes of CUDA, in a phrase that follows the word "CUDA". */
    public static String cuda() {
        String backend = name();
        return backend.startsWith("nd4j-cuda")
                ? "computes"
                : obstacle(backend)
                        .map(why -> "is on the class path but does not run: " + why)
                        .orElse("is not on the class path");
    }

    private static String platform() {
        String extension = System.getProperty("org.bytedeco.javacpp.platform.extension", "");
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).replace("mac os x", "macosx");
        String processor =
                System.getProperty("os.arch").replace("amd64", "x86_64").replace("aarch64", "arm64");
        return system + "-" + processor + extension;
    }

    private static Optional<String> obstacle(String running) {
        if (running.startsWith("nd4j-cuda")) {
            return Optional.empty();
        }
        ClassLoader loader = Backend.class.getClassLoader();
        try {
            Class.forName(CUDA_BACKEND, false, loader);
        } catch (ClassNotFoundException notAskedFor) {
            return Optional.empty();
        }
        try {
            Class.forName(CUDA_LIBRARY, true, loader);
            return Optional.of("it found no usable device");
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.of(root(e));
        }
    }

    private static String root(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage())
                .lines()
                .findFirst()
                .orElse(cause.getClass().getSimpleName());
    }
}
