package org.nec4j.kernel.cpu;

import java.util.function.IntConsumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.ElementAccess;

/** Elements in the memory of this process, parts on threads. */
final class HostAccess implements ElementAccess {
    private final Team team;

    HostAccess(Team team) {
        this.team = team;
    }

    @Override
    public double[] read(INDArray array) {
        float[] floats = HostCopies.read(array);
        double[] values = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            values[i] = floats[i];
        }
        return values;
    }

    @Override
    public void write(INDArray array, double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        HostCopies.write(array, floats);
    }

    @Override
    public void each(int parts, IntConsumer part) {
        team.run(parts, part::accept);
    }
}
