package org.nec4j.entropy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.codec.tensor.SafeTensors;

/** Expected values that a peer computed, in a safetensors file. */
public final class Vectors {
    private final SafeTensors file;

    /** The tensors of an open file. */
    public Vectors(SafeTensors file) {
        this.file = file;
    }

    /** A test resource of this package. */
    public static Vectors resource(String name) {
        return beside(Vectors.class, name);
    }

    /** A test resource of a test's own package. */
    public static Vectors beside(Class<?> test, String name) {
        try (InputStream in = test.getResourceAsStream(name)) {
            return new Vectors(SafeTensors.of(in.readAllBytes(), name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Set<String> names() {
        return file.names();
    }

    public float[] floats(String name) {
        return file.floats(name);
    }

    public int[] ints(String name) {
        return file.ints(name);
    }

    public byte[] bytes(String name) {
        return file.bytes(name);
    }

    public long[] shape(String name) {
        return file.shape(name);
    }

    public INDArray array(String name) {
        return Nd4j.createFromArray(floats(name)).reshape('c', shape(name));
    }
}
