package org.nec4j.kernel.cpu;

import java.util.function.IntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.ComposedTransforms;

/** Transform coding with threads across images. */
final class HostTransforms extends ComposedTransforms {
    private final Team team;

    HostTransforms(Team team) {
        this.team = team;
    }

    @Override
    protected double[] read(INDArray array) {
        float[] floats = HostCopies.read(array);
        double[] values = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }

    @Override
    protected void write(INDArray array, double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        HostCopies.write(array, floats);
    }

    @Override
    protected void each(int images, IntConsumer image) {
        team.run(images, image::accept);
    }
}
