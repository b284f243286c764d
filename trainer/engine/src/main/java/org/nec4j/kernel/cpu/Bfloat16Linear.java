package org.nec4j.kernel.cpu;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * As {@link VectorLinear}, with operands of products rounded to bfloat16 and sums in float32, weight gradients excepted. Weights are rounded and
 * put in the library's order once and used again while the array that they came from holds the same numbers, which a checksum tells.
 */
final class Bfloat16Linear extends VectorLinear {
    /** Rows of a part at most. Parts are cut by shape alone: a row's bits may depend on how many others are multiplied with it. */
    private static final int ROWS = 100;
    /** Parts come in fours, so that two or four threads have as much to do. */
    private static final int EVEN = 4;
    /** Right sides that are kept, those that were used last: a model has some dozens. */
    private static final int KEPT = 512;
    /** Numbers whose checksum is worth a thread's attention. */
    private static final int GRAIN = 1 << 17;

    private final Team team;
    private final Bfloat16Library library;
    private final Map<Source, Ordered> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** Weights [n, k] at an address, to be used as they lie there or transposed. */
    private record Source(long address, int n, int k, boolean transposed) {}

    private record Ordered(int[] checksums, Bfloat16Library.Right right) {}

    Bfloat16Linear(Team team, Bfloat16Library library) {
        super(team);
        this.team = team;
        this.library = library;
    }

    @Override
    Product adding(Floats w, int n, int k) {
        Bfloat16Library.Right right = right(w, n, k, true);
        return (lane, rows, a, c) -> right.multiply(rows, a, true, c);
    }

    @Override
    Product overwriting(Floats w, int n, int k) {
        Bfloat16Library.Right right = right(w, n, k, false);
        return (lane, rows, a, c) -> right.multiply(rows, a, false, c);
    }

    @Override
    RowParts rows(int r, long rowWork) {
        int parts = 1 + (r - 1) / ROWS;
        int even = parts == 1 ? 1 : (parts + EVEN - 1) / EVEN * EVEN;
        return new RowParts(r, 1 + (r - 1) / even);
    }

    private synchronized Bfloat16Library.Right right(Floats w, int n, int k, boolean transposed) {
        Source source = new Source(w.address, n, k, transposed);
        int[] checksums = checksums(w, n * k);
        Ordered known = kept.get(source);
        if (known != null && Arrays.equals(known.checksums, checksums)) {
            return known.right;
        }
        Bfloat16Library.Right right =
                transposed ? library.right(w.address, k, n, true) : library.right(w.address, n, k, false);
        kept.put(source, new Ordered(checksums, right));
        if (kept.size() > KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        return right;
    }

    private int[] checksums(Floats w, int length) {
        RowParts split = new RowParts(length, GRAIN);
        int[] checksums = new int[split.parts()];
        team.run(split.parts(), part -> {
            ByteBuffer bytes = At.bytes(w.at(split.first(part)), split.count(part));
            CRC32C checksum = new CRC32C();
            checksum.update(bytes);
            checksums[part] = (int) checksum.getValue();
        });
        return checksums;
    }
}
