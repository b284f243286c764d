package org.nec4j.kernel.cpu.onednn;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** Products of one size: float32 rows are rounded to bfloat16 into memory of the calling thread's, and multiplied. Lives as long as the process. */
final class Matmul {
    private final long rounding;
    private final long product;
    private final long source; // [rows, k], float32
    private final long rounded; // [rows, k], bfloat16
    private final long weights; // [k, n], bfloat16 in oneDNN's order
    private final long destination; // [rows, n], float32
    private final long scratchpad;
    private final ThreadLocal<Call> call = ThreadLocal.withInitial(Call::new);

    Matmul(int rows, int k, int n, boolean adds, long weights) {
        Seat.current(); // how many threads a primitive has is decided when it is made
        this.weights = weights;
        source = Dnnl.matrix(Dnnl.F32, rows, k);
        rounded = Dnnl.matrix(Dnnl.BF16, rows, k);
        destination = Dnnl.matrix(Dnnl.F32, rows, n);
        rounding = Dnnl.reorder(source, rounded);
        long how = Dnnl.howToMultiply(rounded, weights, destination, adds);
        product = Dnnl.made(to -> Dnnl.dnnl_primitive_create(to, how));
        scratchpad = Dnnl.dnnl_primitive_desc_query_md(how, Dnnl.QUERY_SCRATCHPAD, 0);
    }

    /** c = a b or c += a b, on the calling thread. */
    void run(long a, Memory b, long c) {
        call.get().run(a, Pointer.nativeValue(b), c);
    }

    /** What one thread needs for such a product. */
    private final class Call {
        private final Seat seat = Seat.current();
        private final long from = Dnnl.memory(source, 0);
        private final long between = Dnnl.memory(rounded, 0);
        private final long right = Dnnl.memory(weights, 0);
        private final long to = Dnnl.memory(destination, 0);
        private final long room = Dnnl.memory(scratchpad, 0);
        private final Memory ofRounding = seat.arguments(Dnnl.SOURCE, from, Dnnl.DESTINATION, between);
        private final Memory ofProduct =
                seat.arguments(Dnnl.SOURCE, between, Dnnl.WEIGHTS, right, Dnnl.DESTINATION, to, Dnnl.SCRATCHPAD, room);

        void run(long a, long b, long c) {
            aim(from, a);
            aim(between, seat.rounded(Dnnl.dnnl_memory_desc_get_size(rounded)));
            aim(right, b);
            aim(to, c);
            aim(room, seat.scratchpad(Dnnl.dnnl_memory_desc_get_size(scratchpad)));
            seat.run(rounding, ofRounding);
            seat.run(product, ofProduct);
        }

        private void aim(long memory, long address) {
            Dnnl.check(Dnnl.dnnl_memory_set_data_handle(memory, address));
        }
    }
}
