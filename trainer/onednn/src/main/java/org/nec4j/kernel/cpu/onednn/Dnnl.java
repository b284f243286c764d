package org.nec4j.kernel.cpu.onednn;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.File;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * The functions of oneDNN's C interface that serve here, under their own names; pointers are numbers, values of enumerations those of its
 * version 3. JavaCPP's own binding would bring OpenCL along.
 */
final class Dnnl {
    static final int F32 = 3;
    static final int BF16 = 2;
    /** The order that a primitive likes best. */
    static final int ANY = 1;

    static final int QUERY_WEIGHTS = 131;
    static final int QUERY_SCRATCHPAD = 136;
    static final int SOURCE = 1;
    static final int DESTINATION = 17;
    static final int WEIGHTS = 33;
    static final int SCRATCHPAD = 80;
    /** Of an argument in {@link #dnnl_primitive_execute}: its number and its memory. */
    static final int ARGUMENT_BYTES = 16;

    private static final String FOLDER = "/org/bytedeco/dnnl/linux-x86_64/";
    private static final int CPU = 1;
    private static final int IN_ORDER = 1;
    private static final int SCRATCHPAD_OF_THE_USER = 1;
    private static final int WITH_BFLOAT16 = 0xe7;
    /** RTLD_LAZY, and to nobody else's use. */
    private static final int OPEN = 1;

    private static Optional<String> obstacle = Optional.of("not loaded");
    private static boolean isTried;
    private static String version = "";
    private static long engine;
    private static NativeLibrary library;

    private Dnnl() {}

    /** Loads the library once; what keeps it from serving, in a phrase. */
    static synchronized Optional<String> load() {
        if (!isTried) {
            isTried = true;
            obstacle = tried();
        }
        return obstacle;
    }

    /** Such as "3.11.0"; empty where nothing could be loaded. */
    static String version() {
        return version;
    }

    static long engine() {
        return engine;
    }

    private static Optional<String> tried() {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            return Optional.of("oneDNN is built in for Linux on x86_64 only");
        }
        try {
            // ND4J has loaded a libgomp already, under the name by which oneDNN asks for it; else it takes the one
            // beside it.
            Loader.cacheResource(Dnnl.class, FOLDER + "libgomp.so.1");
            File file = Loader.cacheResource(Dnnl.class, FOLDER + "libdnnl.so.3");
            if (file == null) {
                return Optional.of("oneDNN's library is not on the class path");
            }
            library = NativeLibrary.getInstance(file.getPath(), Map.of(Library.OPTION_OPEN_FLAGS, OPEN));
            Native.register(Dnnl.class, library);
        } catch (IOException | LinkageError e) {
            return Optional.of("oneDNN cannot be loaded: " + e.getMessage());
        }
        Pointer numbers = new Pointer(dnnl_version());
        version = numbers.getInt(0) + "." + numbers.getInt(4) + "." + numbers.getInt(8);
        if ((dnnl_get_effective_cpu_isa() & WITH_BFLOAT16) != WITH_BFLOAT16) {
            return Optional.of("the processor has no products in bfloat16 (AVX512_BF16)");
        }
        long[] made = new long[1];
        check(dnnl_engine_create(made, CPU, 0));
        engine = made[0];
        return Optional.empty();
    }

    /** Leaves threading to the caller, for whatever the calling thread does from now on: it is OpenMP's, which keeps it a thread. */
    static void singleThreaded() {
        library.getFunction("omp_set_num_threads").invokeVoid(new Object[] {1});
    }

    static void check(int status) {
        if (status != 0) {
            throw new IllegalStateException("oneDNN " + version + " fails with status " + status);
        }
    }

    /** What a call made. */
    interface Making {
        int into(long[] made);
    }

    static long made(Making making) {
        long[] made = new long[1];
        check(making.into(made));
        return made[0];
    }

    static long stream() {
        return made(to -> dnnl_stream_create(to, engine, IN_ORDER));
    }

    /** [rows, columns] of a type, with numbers so far apart. */
    static long matrix(int type, long rows, long columns, long apartInColumn, long apartInRow) {
        return made(to -> dnnl_memory_desc_create_with_strides(
                to, 2, new long[] {rows, columns}, type, new long[] {apartInColumn, apartInRow}));
    }

    /** [rows, columns] of a type without gaps. */
    static long matrix(int type, long rows, long columns) {
        return matrix(type, rows, columns, columns, 1);
    }

    static long anyMatrix(int type, long rows, long columns) {
        return made(to -> dnnl_memory_desc_create_with_tag(to, 2, new long[] {rows, columns}, type, ANY));
    }

    static long memory(long description, long address) {
        return made(to -> dnnl_memory_create(to, description, engine, address));
    }

    static long reorder(long from, long to) {
        long how = made(made -> dnnl_reorder_primitive_desc_create(made, from, engine, to, engine, 0));
        return made(made -> dnnl_primitive_create(made, how));
    }

    /** How to multiply; with the user's scratch memory, as the library's own is shared by its primitives. */
    static long howToMultiply(long source, long weights, long destination, boolean adds) {
        long attributes = made(Dnnl::dnnl_primitive_attr_create);
        check(dnnl_primitive_attr_set_scratchpad_mode(attributes, SCRATCHPAD_OF_THE_USER));
        check(dnnl_primitive_attr_set_deterministic(attributes, 1));
        if (adds) {
            long operations = made(Dnnl::dnnl_post_ops_create);
            check(dnnl_post_ops_append_sum(operations, 1, 0, 0));
            check(dnnl_primitive_attr_set_post_ops(attributes, operations));
            check(dnnl_post_ops_destroy(operations));
        }
        long how =
                made(to -> dnnl_matmul_primitive_desc_create(to, engine, source, weights, 0, destination, attributes));
        check(dnnl_primitive_attr_destroy(attributes));
        return how;
    }

    static native long dnnl_version();

    static native int dnnl_get_effective_cpu_isa();

    private static native int dnnl_engine_create(long[] engine, int kind, long index);

    private static native int dnnl_stream_create(long[] stream, long engine, int flags);

    private static native int dnnl_memory_desc_create_with_strides(
            long[] description, int dimensions, long[] sizes, int type, long[] strides);

    private static native int dnnl_memory_desc_create_with_tag(
            long[] description, int dimensions, long[] sizes, int type, int tag);

    static native long dnnl_memory_desc_get_size(long description);

    private static native int dnnl_memory_create(long[] memory, long description, long engine, long address);

    static native int dnnl_memory_set_data_handle(long memory, long address);

    static native int dnnl_memory_destroy(long memory);

    private static native int dnnl_reorder_primitive_desc_create(
            long[] how, long from, long fromEngine, long to, long toEngine, long attributes);

    private static native int dnnl_matmul_primitive_desc_create(
            long[] how, long engine, long source, long weights, long bias, long destination, long attributes);

    static native int dnnl_primitive_create(long[] primitive, long how);

    static native int dnnl_primitive_destroy(long primitive);

    static native long dnnl_primitive_desc_query_md(long how, int what, int index);

    static native int dnnl_primitive_execute(long primitive, long stream, int count, Pointer arguments);

    private static native int dnnl_primitive_attr_create(long[] attributes);

    private static native int dnnl_primitive_attr_destroy(long attributes);

    private static native int dnnl_primitive_attr_set_scratchpad_mode(long attributes, int mode);

    private static native int dnnl_primitive_attr_set_deterministic(long attributes, int value);

    private static native int dnnl_primitive_attr_set_post_ops(long attributes, long operations);

    private static native int dnnl_post_ops_create(long[] operations);

    private static native int dnnl_post_ops_destroy(long operations);

    private static native int dnnl_post_ops_append_sum(long operations, float scale, int zeroPoint, int type);
}
