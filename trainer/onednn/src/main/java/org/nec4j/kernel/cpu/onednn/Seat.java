package org.nec4j.kernel.cpu.onednn;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** What one thread has of oneDNN: a stream that computes on this thread alone, and memory to work in that is kept from call to call. */
final class Seat {
    private static final ThreadLocal<Seat> CURRENT = ThreadLocal.withInitial(Seat::new);

    private final long stream;
    private Memory rounded = OneDnn.memory(1);
    private Memory scratchpad = OneDnn.memory(1);

    private Seat() {
        Dnnl.singleThreaded();
        stream = Dnnl.stream();
    }

    static Seat current() {
        return CURRENT.get();
    }

    /** Runs a primitive on its arguments. */
    void run(long primitive, Memory arguments) {
        int count = (int) (arguments.size() / Dnnl.ARGUMENT_BYTES);
        Dnnl.check(Dnnl.dnnl_primitive_execute(primitive, stream, count, arguments));
    }

    /** Arguments of a primitive: a number and a memory, again and again. */
    Memory arguments(long... numbersAndMemories) {
        Memory arguments = new Memory((long) numbersAndMemories.length / 2 * Dnnl.ARGUMENT_BYTES);
        for (int i = 0; i < numbersAndMemories.length / 2; i++) {
            arguments.setInt((long) i * Dnnl.ARGUMENT_BYTES, (int) numbersAndMemories[2 * i]);
            arguments.setLong((long) i * Dnnl.ARGUMENT_BYTES + 8, numbersAndMemories[2 * i + 1]);
        }
        return arguments;
    }

    long rounded(long bytes) {
        if (rounded.size() < bytes) {
            rounded = OneDnn.memory(bytes);
        }
        return Pointer.nativeValue(rounded);
    }

    long scratchpad(long bytes) {
        if (scratchpad.size() < bytes) {
            scratchpad = OneDnn.memory(bytes);
        }
        return Pointer.nativeValue(scratchpad);
    }
}
