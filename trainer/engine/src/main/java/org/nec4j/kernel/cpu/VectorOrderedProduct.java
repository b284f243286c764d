package org.nec4j.kernel.cpu;

import static org.nec4j.kernel.cpu.VectorMath.LANES;
import static org.nec4j.kernel.cpu.VectorMath.SPECIES;

import jdk.incubator.vector.FloatVector;
import org.nec4j.codec.model.OrderedProduct;

/**
 * A product of the codec's strict arithmetic: tiles of four rows and two vectors of columns whose sums stay in registers, 11 of them, so
 * that 16 suffice. A product is rounded before it is added, never fused, which is what a Java without vectors computes.
 */
final class VectorOrderedProduct implements OrderedProduct {
    private static final int ROWS = 4;

    private final float[][] transposed; // [inputs][outputs]
    private final int inputs;
    private final int outputs;
    private final int vectors; // whole ones among the outputs
    private final float[] panels; // [vectors, inputs, LANES]

    VectorOrderedProduct(float[][] transposed) {
        this.transposed = transposed;
        this.inputs = transposed.length;
        this.outputs = inputs == 0 ? 0 : transposed[0].length;
        this.vectors = outputs / LANES;
        this.panels = new float[vectors * inputs * LANES];
        for (int v = 0; v < vectors; v++) {
            for (int i = 0; i < inputs; i++) {
                System.arraycopy(transposed[i], v * LANES, panels, (v * inputs + i) * LANES, LANES);
            }
        }
    }

    @Override
    public void addTo(float[] y, float[] x, int rows) {
        for (int v = 0; v < vectors; v += 2) {
            int row = 0;
            if (v + 1 < vectors) {
                for (; row + ROWS <= rows; row += ROWS) {
                    tile(y, x, row, v);
                }
            }
            for (; row < rows; row++) {
                vector(y, x, row, v);
                if (v + 1 < vectors) {
                    vector(y, x, row, v + 1);
                }
            }
        }
        for (int row = 0; row < rows; row++) {
            for (int o = vectors * LANES; o < outputs; o++) {
                float sum = y[row * outputs + o];
                for (int i = 0; i < inputs; i++) {
                    sum += x[row * inputs + i] * transposed[i][o];
                }
                y[row * outputs + o] = sum;
            }
        }
    }

    /** Four rows and two vectors of columns. */
    private void tile(float[] y, float[] x, int row, int v) {
        int y0 = row * outputs + v * LANES;
        int y1 = y0 + outputs;
        int y2 = y1 + outputs;
        int y3 = y2 + outputs;
        FloatVector s00 = FloatVector.fromArray(SPECIES, y, y0);
        FloatVector s01 = FloatVector.fromArray(SPECIES, y, y0 + LANES);
        FloatVector s10 = FloatVector.fromArray(SPECIES, y, y1);
        FloatVector s11 = FloatVector.fromArray(SPECIES, y, y1 + LANES);
        FloatVector s20 = FloatVector.fromArray(SPECIES, y, y2);
        FloatVector s21 = FloatVector.fromArray(SPECIES, y, y2 + LANES);
        FloatVector s30 = FloatVector.fromArray(SPECIES, y, y3);
        FloatVector s31 = FloatVector.fromArray(SPECIES, y, y3 + LANES);
        int x0 = row * inputs;
        int x1 = x0 + inputs;
        int x2 = x1 + inputs;
        int x3 = x2 + inputs;
        int w0 = v * inputs * LANES;
        int w1 = w0 + inputs * LANES;
        for (int i = 0; i < inputs; i++) {
            FloatVector b0 = FloatVector.fromArray(SPECIES, panels, w0 + i * LANES);
            FloatVector b1 = FloatVector.fromArray(SPECIES, panels, w1 + i * LANES);
            float f0 = x[x0 + i];
            s00 = s00.add(b0.mul(f0));
            s01 = s01.add(b1.mul(f0));
            float f1 = x[x1 + i];
            s10 = s10.add(b0.mul(f1));
            s11 = s11.add(b1.mul(f1));
            float f2 = x[x2 + i];
            s20 = s20.add(b0.mul(f2));
            s21 = s21.add(b1.mul(f2));
            float f3 = x[x3 + i];
            s30 = s30.add(b0.mul(f3));
            s31 = s31.add(b1.mul(f3));
        }
        s00.intoArray(y, y0);
        s01.intoArray(y, y0 + LANES);
        s10.intoArray(y, y1);
        s11.intoArray(y, y1 + LANES);
        s20.intoArray(y, y2);
        s21.intoArray(y, y2 + LANES);
        s30.intoArray(y, y3);
        s31.intoArray(y, y3 + LANES);
    }

    private void vector(float[] y, float[] x, int row, int v) {
        int at = row * outputs + v * LANES;
        FloatVector sum = FloatVector.fromArray(SPECIES, y, at);
        for (int i = 0; i < inputs; i++) {
            sum = sum.add(FloatVector.fromArray(SPECIES, panels, (v * inputs + i) * LANES)
                    .mul(x[row * inputs + i]));
        }
        sum.intoArray(y, at);
    }
}
