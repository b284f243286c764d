package org.nec4j.kernel.cpu.onednn;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.nec4j.kernel.cpu.Bfloat16Library;

/** Products in bfloat16 by oneDNN's matmul primitive. */
public final class OneDnn implements Bfloat16Library {
    /** Rows for which the order of right sides is chosen; they serve for other numbers of rows as well. */
    private static final int TYPICAL_ROWS = 100;

    /** As many bytes as a line of the cache, at which oneDNN likes its memory to begin. */
    private static final int LINE = 64;

    private final Map<Width, Layout> layouts = new ConcurrentHashMap<>();
    private final Map<Size, Matmul> products = new ConcurrentHashMap<>();

    private record Width(int k, int n) {}

    private record Size(int rows, int k, int n, boolean adds) {}

    /** The order of right sides of a width: a memory descriptor, and the bytes that it takes. */
    private record Layout(long description, long bytes) {}

    @Override
    public String name() {
        return "oneDNN " + Dnnl.version();
    }

    @Override
    public Optional<String> obstacle() {
        return Dnnl.load();
    }

    @Override
    public Right right(long b, int k, int n, boolean transposed) {
        Seat seat = Seat.current();
        Layout layout = layouts.computeIfAbsent(new Width(k, n), OneDnn::layout);
        Memory ordered = memory(layout.bytes);
        long given = transposed ? Dnnl.matrix(Dnnl.F32, k, n, 1, k) : Dnnl.matrix(Dnnl.F32, k, n);
        long from = Dnnl.memory(given, b);
        long to = Dnnl.memory(layout.description, Pointer.nativeValue(ordered));
        long reorder = Dnnl.reorder(given, layout.description);
        seat.run(reorder, seat.arguments(Dnnl.SOURCE, from, Dnnl.DESTINATION, to));
        Dnnl.check(Dnnl.dnnl_primitive_destroy(reorder));
        Dnnl.check(Dnnl.dnnl_memory_destroy(from));
        Dnnl.check(Dnnl.dnnl_memory_destroy(to));
        return (rows, a, adds, c) -> products.computeIfAbsent(
                        new Size(rows, k, n, adds), size -> new Matmul(size.rows, k, n, adds, layout.description))
                .run(a, ordered, c);
    }

    private static Layout layout(Width width) {
        long how = Dnnl.howToMultiply(
                Dnnl.matrix(Dnnl.BF16, TYPICAL_ROWS, width.k),
                Dnnl.anyMatrix(Dnnl.BF16, width.k, width.n),
                Dnnl.matrix(Dnnl.F32, TYPICAL_ROWS, width.n),
                true);
        long description = Dnnl.dnnl_primitive_desc_query_md(how, Dnnl.QUERY_WEIGHTS, 0);
        return new Layout(description, Dnnl.dnnl_memory_desc_get_size(description));
    }

    /** Memory that lives as long as somebody holds it. */
    static Memory memory(long bytes) {
        return new Memory(Math.max(1, bytes) + LINE).align(LINE);
    }
}
