package org.nec4j.kernel.cpu;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nec4j.codec.error.UserException;
import org.slf4j.LoggerFactory;

/**
 * What multiplies matrices in this process. The library is checked when the first kernel is asked for; kernels of it that multiply wrongly
 * are left for another processor's that this one can run, and where none is right, for products by the Vector API.
 *
 * @param library   name and version, such as "OpenBLAS 0.3.31"
 * @param core      the processor whose kernels compute, in the library's words
 * @param products  what multiplies
 * @param complaint what was wrong and what serves instead, in one sentence; empty where nothing was
 */
public record Blas(String library, String core, Products products, Optional<String> complaint) {
    private static final String VARIABLE = "OPENBLAS_CORETYPE";

    private static Optional<BlasLibrary> standIn = Optional.empty();
    private static Optional<Blas> here = Optional.empty();

    /**
     * What multiplies here, found when first asked for.
     *
     * @throws UserException if nothing right is left
     */
    public static synchronized Blas here() {
        if (here.isEmpty()) {
            Blas blas = choose(
                    standIn.isPresent() ? standIn.get() : OpenBlas.loaded(),
                    Optional.ofNullable(System.getenv(VARIABLE)).orElse(""),
                    CpuKernels.obstacle().isEmpty());
            blas.complaint.ifPresent(LoggerFactory.getLogger(Blas.class)::warn);
            here = Optional.of(blas);
        }
        return here.get();
    }

    /** For tests: a library in OpenBLAS's place, to be named before anything computes. */
    static synchronized void standIn(BlasLibrary library) {
        standIn = Optional.of(library);
    }

    /**
     * The fastest right choice.
     *
     * @param asked   the core that the user named, or nothing
     * @param vectors whether kernels are on the Vector API, which can do without a library; if not, ND4J's operations are
     * @throws UserException if nothing right is left
     */
    static Blas choose(BlasLibrary library, String asked, boolean vectors) {
        List<String> cores = library.cores();
        Optional<String> wrong = Optional.empty();
        if (!cores.isEmpty()) {
            String fastest = cores.get(0);
            if (Cores.isSlower(fastest, library.core())) {
                wrong = Optional.of(library.name() + " was told to use kernels for " + library.core()
                        + ", which this processor cannot run");
                library.take(fastest);
            } else if (Cores.isSlower(library.core(), fastest) && !Cores.isAskedFor(asked, library.core())) {
                library.take(fastest); // it does not know this processor
            }
        }
        Set<String> tried = new LinkedHashSet<>();
        for (String core : cores(library.core(), cores)) {
            if (!tried.add(Cores.plain(core)) || !library.core().equalsIgnoreCase(core) && !library.take(core)) {
                continue;
            }
            Optional<String> fault = fault(library, vectors);
            if (fault.isEmpty()) {
                String now = library.core();
                return new Blas(
                        library.name(),
                        now,
                        library.products(),
                        wrong.map(
                                what -> what + "; its kernels for " + now + ", which multiply right, serve instead."));
            }
            wrong = wrong.or(() -> Optional.of(library.name() + " with its kernels for " + library.core()
                    + " multiplies wrongly: " + fault.get()));
        }
        return without(library, wrong.orElseThrow(), vectors);
    }

    private static Blas without(BlasLibrary library, String wrong, boolean vectors) {
        if (!vectors) {
            throw new UserException(wrong + "; no others of it are right here, so start Java with --add-modules"
                    + " jdk.incubator.vector, whose kernels need no such library, on a processor with AVX2.");
        }
        Products own = new VectorProducts();
        BlasCheck.fault(own).ifPresent(fault -> {
            throw new UserException(
                    wrong + "; nor is Java's Vector API right here (" + fault + "), so use another JDK or machine.");
        });
        return new Blas(
                "Java's Vector API",
                "any processor",
                own,
                Optional.of(wrong
                        + "; no others of it are right here, so slower products by Java's Vector API serve instead."));
    }

    private static List<String> cores(String first, List<String> others) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(others);
        return all;
    }

    /** In a phrase: "OpenBLAS 0.3.31, kernels for Haswell, checked". */
    public String words() {
        return library + ", kernels for " + core + ", " + verdict();
    }

    /** What the check said, in a phrase. */
    public String verdict() {
        return complaint.isEmpty() ? "checked" : "checked, after others were found wrong";
    }

    private static Optional<String> fault(BlasLibrary library, boolean vectors) {
        Optional<String> fault = vectors ? BlasCheck.fault(library.products()) : Optional.empty();
        return fault.or(library::faultOfOperations);
    }
}
