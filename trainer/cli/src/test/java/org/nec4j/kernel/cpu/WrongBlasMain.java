package org.nec4j.kernel.cpu;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nec4j.cli.Main;

/**
 * The command line on a library whose products are spoilt with the kernels for the cores that the property wrong names, and that knows no kernels but
 * those of Bad and Good.
 */
public final class WrongBlasMain {
    private WrongBlasMain() {}

    public static void main(String[] words) {
        Blas.standIn(
                new Spoilt(OpenBlas.loaded(), Set.of(System.getProperty("wrong").split(","))));
        Main.main(words);
    }

    private static final class Spoilt implements BlasLibrary {
        private final OpenBlas right;
        private final Set<String> wrong;
        private String core = "Bad";

        Spoilt(OpenBlas right, Set<String> wrong) {
            this.right = right;
            this.wrong = wrong;
        }

        @Override
        public String name() {
            return "SpoiltBLAS 1.0";
        }

        @Override
        public String core() {
            return core;
        }

        @Override
        public List<String> cores() {
            return List.of("Bad", "Good");
        }

        @Override
        public boolean take(String other) {
            core = other;
            return true;
        }

        @Override
        public Products products() {
            return (lane, ta, tb, m, n, k, a, lda, b, ldb, beta, c, ldc) -> {
                right.multiply(lane, ta, tb, m, n, k, a, lda, b, ldb, beta, c, ldc);
                if (wrong.contains(core)) {
                    At.window(c, n).put(n / 2, 1);
                }
            };
        }

        @Override
        public Optional<String> faultOfOperations() {
            return wrong.contains(core) ? Optional.of("ND4J's product is off") : Optional.empty();
        }
    }
}
