package org.nec4j.kernel.cpu;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A library that multiplies right with the kernels for some cores, and with others as said. */
final class SpoiltBlas implements BlasLibrary {
    private final List<String> cores;
    private final Set<String> wrong;
    private final Spoil spoil;
    private String core;

    /** What becomes of a right product c [m, n]. */
    interface Spoil {
        void of(long c, int ldc, int m, int n);
    }

    SpoiltBlas(String core, List<String> cores, Set<String> wrong, Spoil spoil) {
        this.core = core;
        this.cores = cores;
        this.wrong = wrong;
        this.spoil = spoil;
    }

    /** One number of every product is off by one in a hundred. */
    static SpoiltBlas byOneNumber(String core, List<String> cores, String... wrong) {
        return new SpoiltBlas(core, cores, Set.of(wrong), (c, ldc, m, n) -> {
            var all = At.window(c, (m - 1) * ldc + n);
            int at = m / 2 * ldc + n / 2;
            all.put(at, all.get(at) * 1.01f + 0.1f);
        });
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
        return cores;
    }

    @Override
    public boolean take(String other) {
        core = other;
        return true;
    }

    @Override
    public Products products() {
        Products right = new VectorProducts();
        return (lane, ta, tb, m, n, k, a, lda, b, ldb, beta, c, ldc) -> {
            right.multiply(lane, ta, tb, m, n, k, a, lda, b, ldb, beta, c, ldc);
            if (wrong.contains(core)) {
                spoil.of(c, ldc, m, n);
            }
        };
    }

    @Override
    public Optional<String> faultOfOperations() {
        return wrong.contains(core) ? Optional.of("ND4J's product is off") : Optional.empty();
    }
}
