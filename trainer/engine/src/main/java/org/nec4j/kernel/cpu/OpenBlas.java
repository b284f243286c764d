package org.nec4j.kernel.cpu;

import static org.bytedeco.openblas.global.openblas_nolapack.CblasColMajor;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.CblasTrans;
import static org.bytedeco.openblas.global.openblas_nolapack.cblas_sgemm;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * OpenBLAS as JavaCPP loads it, on the calling thread. Products are asked for as column-major ones of the transposes: for row-major ones it
 * picks, on some processors, another algorithm by size, and the bits of a row would then depend on how many rows a thread was given.
 *
 * <p>There are two copies in a process: one as {@code openblas_nolapack}, which the kernels and ND4J's products call, and one that
 * ND4J's native library is linked to. Which processor's kernels compute is decided when a copy is loaded, by the processor
 * or the variable OPENBLAS_CORETYPE; both copies are made to decide again where another one is wanted.
 */
final class OpenBlas implements BlasLibrary, Products {
    private static final String VARIABLE = "OPENBLAS_CORETYPE";
    private static final int OVERWRITE = 1;

    private final List<NativeLibrary> copies;

    private OpenBlas(List<NativeLibrary> copies) {
        this.copies = copies;
    }

    /** Both copies, loaded where they were not. Where they cannot be asked anything they still multiply. */
    static OpenBlas loaded() {
        Nd4j.getBackend();
        Loader.load(openblas_nolapack.class);
        try {
            return new OpenBlas(Loader.getLoadedLibraries().entrySet().stream()
                    .filter(library -> library.getKey().startsWith("openblas"))
                    .map(library -> NativeLibrary.getInstance(library.getValue()))
                    .toList());
        } catch (LinkageError e) {
            return new OpenBlas(List.of());
        }
    }

    @Override
    public String name() {
        String[] words = ask("openblas_get_config").orElse("").split(" ");
        return words.length > 1 ? words[0] + " " + words[1] : "OpenBLAS";
    }

    @Override
    public String core() {
        return ask("openblas_get_corename").orElse("unknown core");
    }

    @Override
    public List<String> cores() {
        return Cores.ofThisProcessor();
    }

    @Override
    public boolean take(String core) {
        if (copies.isEmpty() || core().equalsIgnoreCase(core)) {
            return !copies.isEmpty();
        }
        try {
            if (Platform.isWindows()) {
                NativeLibrary.getInstance("msvcrt").getFunction("_putenv").invokeInt(new Object[] {VARIABLE + "=" + core
                });
            } else {
                NativeLibrary.getInstance(Platform.C_LIBRARY_NAME)
                        .getFunction("setenv")
                        .invokeInt(new Object[] {VARIABLE, core, OVERWRITE});
            }
            for (NativeLibrary copy : copies) {
                Function forget = copy.getFunction("gotoblas_dynamic_quit");
                Function decide = copy.getFunction("gotoblas_dynamic_init");
                forget.invokeVoid(new Object[0]);
                decide.invokeVoid(new Object[0]);
            }
        } catch (LinkageError e) {
            return false;
        }
        return core().equalsIgnoreCase(core);
    }

    @Override
    public Products products() {
        return this;
    }

    @Override
    public void multiply(
            Lane lane,
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            long a,
            int lda,
            long b,
            int ldb,
            float beta,
            long c,
            int ldc) {
        cblas_sgemm(
                CblasColMajor,
                transposeB ? CblasTrans : CblasNoTrans,
                transposeA ? CblasTrans : CblasNoTrans,
                n,
                m,
                k,
                1,
                lane.b.aim(b),
                ldb,
                lane.a.aim(a),
                lda,
                beta,
                lane.c.aim(c),
                ldc);
    }

    @Override
    public Optional<String> faultOfOperations() {
        for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            INDArray a = numbers(type, 33, 48);
            INDArray b = numbers(type, 24, 48);
            double error = largest(Nd4j.matmul(a, b, false, true, false), a, b);
            if (!(error <= (type == DataType.FLOAT ? 1e-3 : 1e-11))) {
                return Optional.of("ND4J's product in " + type + " is off by " + error);
            }
        }
        return Optional.empty();
    }

    private static INDArray numbers(DataType type, int rows, int columns) {
        double[][] values = new double[rows][columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                values[i][j] = (i * 31 + j * 17) % 29 / 14.5 - 1;
            }
        }
        return Nd4j.createFromArray(values).castTo(type);
    }

    private static double largest(INDArray product, INDArray a, INDArray b) {
        double[][] p = product.toDoubleMatrix();
        double[][] x = a.toDoubleMatrix();
        double[][] y = b.toDoubleMatrix();
        double largest = 0;
        for (int i = 0; i < p.length; i++) {
            for (int j = 0; j < p[i].length; j++) {
                double error = p[i][j];
                for (int q = 0; q < x[i].length; q++) {
                    error -= x[i][q] * y[j][q];
                }
                largest = Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(largest, Math.abs(error));
            }
        }
        return largest;
    }

    private Optional<String> ask(String function) {
        try {
            return copies.stream().findFirst().map(copy -> copy.getFunction(function)
                    .invokeString(new Object[0], false));
        } catch (LinkageError e) {
            return Optional.empty();
        }
    }
}
