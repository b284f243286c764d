package org.nec4j.kernel.cpu;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.UpdateKernels;

/** What an optimizer does to the flat vectors of parameters and gradients, a few thousand numbers at a time in the cache. */
final class VectorUpdate implements UpdateKernels {
    private static final int BLOCK = 4096;

    private final Team team;

    /**
     * The factors of one step.
     *
     * @param fresh1 1 - β1, taken in double: in float32 1 - 0.999f would be off by 5e-5 of itself
     * @param fresh2 1 - β2
     */
    record Adam(float rate, float fresh1, float beta2, float fresh2, float epsilon) {
        static Adam of(double rate, double beta1, double beta2, double epsilon) {
            return new Adam((float) rate, (float) (1 - beta1), (float) beta2, (float) (1 - beta2), (float) epsilon);
        }
    }

    VectorUpdate(Team team) {
        this.team = team;
    }

    @Override
    public double squares(INDArray x) {
        int length = Math.toIntExact(x.length());
        return squares(length, Floats.of("x", x, length, 1));
    }

    @Override
    public void adam(INDArray g, INDArray m, INDArray v, double rate, double beta1, double beta2, double epsilon) {
        int length = Math.toIntExact(g.length());
        adam(
                length,
                Floats.of("g", g, length, 1),
                Floats.of("m", m, length, 1),
                Floats.of("v", v, length, 1),
                Adam.of(rate, beta1, beta2, epsilon));
    }

    /** Σ x² of so many elements, in double over blocks. */
    double squares(int length, Floats x) {
        RowParts blocks = new RowParts(length, BLOCK);
        double[] sums = new double[blocks.parts()];
        team.run(sums.length, part -> {
            Lane lane = Lane.current();
            int count = blocks.count(part);
            sums[part] = VectorRows.squares(lane.read(0, x, blocks.first(part), count), 0, count, 0, lane.fold);
        });
        double sum = 0;
        for (double one : sums) {
            sum += one;
        }
        return sum;
    }

    void adam(int length, Floats g, Floats m, Floats v, Adam adam) {
        RowParts parts = RowParts.ofPass(length, 1, team.threads());
        team.run(parts.parts(), part -> {
            Lane lane = Lane.current();
            int end = parts.first(part) + parts.count(part);
            for (int i = parts.first(part); i < end; i += BLOCK) {
                int count = Math.min(BLOCK, end - i);
                float[] gradient = lane.read(0, g, i, count);
                float[] mean = lane.read(1, m, i, count);
                float[] square = lane.read(2, v, i, count);
                VectorRows.adam(gradient, mean, square, count, adam);
                g.buffer.put(i, gradient, 0, count);
                m.buffer.put(i, mean, 0, count);
                v.buffer.put(i, square, 0, count);
            }
        });
    }
}
