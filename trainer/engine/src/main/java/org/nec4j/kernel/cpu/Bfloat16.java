package org.nec4j.kernel.cpu;

import java.util.Iterator;
import java.util.Optional;
import java.util.ServiceLoader;
import org.nec4j.codec.error.UserException;
import org.nec4j.kernel.LinearKernels;

/**
 * Products with operands in bfloat16 and sums in float32, by a library that is built in on request and checked before it serves.
 *
 * @param linear the products; empty where none serve here
 * @param words  the library with its verdict, in a phrase; where none serves, what keeps it from it
 */
public record Bfloat16(Optional<LinearKernels> linear, String words) {
    /**
     * The library that is built in.
     *
     * @throws UserException where none is
     */
    public static Bfloat16 installed() {
        Iterator<Bfloat16Library> found =
                ServiceLoader.load(Bfloat16Library.class).iterator();
        if (!found.hasNext()) {
            throw new UserException(
                    "products in bfloat16 are not built in, because few need their 27 MB of libraries;"
                            + " the launcher fetches them where NEC4J_ONEDNN=1 is set, and ./mvnw -Dnec4j.onednn package builds them in");
        }
        return of(found.next());
    }

    static Bfloat16 of(Bfloat16Library library) {
        Optional<String> why = CpuKernels.obstacle().or(library::obstacle).or(() -> Bfloat16Check.fault(library)
                .map(fault -> library.name() + " multiplies wrongly: " + fault));
        return why.map(reason -> new Bfloat16(Optional.empty(), reason))
                .orElseGet(() -> new Bfloat16(
                        Optional.of(new Bfloat16Linear(Team.shared(), library)),
                        library.name() + ", bfloat16 operands, float32 sums, checked"));
    }
}
