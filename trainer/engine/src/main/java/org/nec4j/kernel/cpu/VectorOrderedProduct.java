package org.nec4j.kernel.cpu;

import static org.nec4j.kernel.cpu.VectorMath.LANES;
import static org.nec4j.kernel.cpu.VectorMath.SPECIES;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import org.nec4j.codec.model.OrderedProduct;

/**
 * A product of the codec's strict arithmetic: tiles of five rows and four, two or one vectors of columns whose sums stay in registers, and are
 * so many that none waits for its last addend. A product is rounded before it is added, never fused, which is what a Java without vectors computes.
 */
final class VectorOrderedProduct implements OrderedProduct {
    private static final int ROWS = 5;

    private final int inputs;
    private final int outputs;
    private final int vectors; // as many as hold the outputs, the last with zeros behind them
    private final float[] panels; // [vectors, inputs, LANES]

    VectorOrderedProduct(float[][] transposed) {
        this.inputs = transposed.length;
        this.outputs = inputs == 0 ? 0 : transposed[0].length;
        this.vectors = (outputs + LANES - 1) / LANES;
        this.panels = new float[vectors * inputs * LANES];
        for (int v = 0; v < vectors; v++) {
            int count = Math.min(LANES, outputs - v * LANES);
            for (int i = 0; i < inputs; i++) {
                System.arraycopy(transposed[i], v * LANES, panels, (v * inputs + i) * LANES, count);
            }
        }
    }

    @Override
    public void addTo(float[] y, float[] x, int rows) {
        int pitch = vectors * LANES;
        int whole = (rows + ROWS - 1) / ROWS * ROWS;
        if (whole == rows && pitch == outputs) {
            addWhole(y, x, rows);
            return;
        }
        float[] sums = new float[whole * pitch];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(y, row * outputs, sums, row * pitch, outputs);
        }
        addWhole(sums, whole == rows ? x : Arrays.copyOf(x, whole * inputs), whole);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(sums, row * pitch, y, row * outputs, outputs);
        }
    }

    /** As {@link #addTo}, for rows that make whole tiles, those of y being whole vectors. */
    private void addWhole(float[] y, float[] x, int rows) {
        int v = 0;
        for (; VectorTile.fits() && v + 4 <= vectors; v += 4) {
            for (int row = 0; row < rows; row += ROWS) {
                four(y, x, row, v);
            }
        }
        for (; v + 2 <= vectors; v += 2) {
            for (int row = 0; row < rows; row += ROWS) {
                two(y, x, row, v);
            }
        }
        for (int row = 0; v < vectors && row < rows; row += ROWS) {
            one(y, x, row, v);
        }
    }

    /** Four vectors of columns: with the weights and what is added 26 registers, of 32. */
    private void four(float[] y, float[] x, int row, int v) {
        int pitch = vectors * LANES;
        int y0 = row * pitch + v * LANES;
        int y1 = y0 + pitch;
        int y2 = y1 + pitch;
        int y3 = y2 + pitch;
        int y4 = y3 + pitch;
        FloatVector s00 = load(y, y0);
        FloatVector s01 = load(y, y0 + LANES);
        FloatVector s02 = load(y, y0 + 2 * LANES);
        FloatVector s03 = load(y, y0 + 3 * LANES);
        FloatVector s10 = load(y, y1);
        FloatVector s11 = load(y, y1 + LANES);
        FloatVector s12 = load(y, y1 + 2 * LANES);
        FloatVector s13 = load(y, y1 + 3 * LANES);
        FloatVector s20 = load(y, y2);
        FloatVector s21 = load(y, y2 + LANES);
        FloatVector s22 = load(y, y2 + 2 * LANES);
        FloatVector s23 = load(y, y2 + 3 * LANES);
        FloatVector s30 = load(y, y3);
        FloatVector s31 = load(y, y3 + LANES);
        FloatVector s32 = load(y, y3 + 2 * LANES);
        FloatVector s33 = load(y, y3 + 3 * LANES);
        FloatVector s40 = load(y, y4);
        FloatVector s41 = load(y, y4 + LANES);
        FloatVector s42 = load(y, y4 + 2 * LANES);
        FloatVector s43 = load(y, y4 + 3 * LANES);
        int x0 = row * inputs;
        int x1 = x0 + inputs;
        int x2 = x1 + inputs;
        int x3 = x2 + inputs;
        int x4 = x3 + inputs;
        int w0 = v * inputs * LANES;
        int w1 = w0 + inputs * LANES;
        int w2 = w1 + inputs * LANES;
        int w3 = w2 + inputs * LANES;
        for (int i = 0; i < inputs; i++) {
            FloatVector b0 = load(panels, w0 + i * LANES);
            FloatVector b1 = load(panels, w1 + i * LANES);
            FloatVector b2 = load(panels, w2 + i * LANES);
            FloatVector b3 = load(panels, w3 + i * LANES);
            float f0 = x[x0 + i];
            s00 = s00.add(b0.mul(f0));
            s01 = s01.add(b1.mul(f0));
            s02 = s02.add(b2.mul(f0));
            s03 = s03.add(b3.mul(f0));
            float f1 = x[x1 + i];
            s10 = s10.add(b0.mul(f1));
            s11 = s11.add(b1.mul(f1));
            s12 = s12.add(b2.mul(f1));
            s13 = s13.add(b3.mul(f1));
            float f2 = x[x2 + i];
            s20 = s20.add(b0.mul(f2));
            s21 = s21.add(b1.mul(f2));
            s22 = s22.add(b2.mul(f2));
            s23 = s23.add(b3.mul(f2));
            float f3 = x[x3 + i];
            s30 = s30.add(b0.mul(f3));
            s31 = s31.add(b1.mul(f3));
            s32 = s32.add(b2.mul(f3));
            s33 = s33.add(b3.mul(f3));
            float f4 = x[x4 + i];
            s40 = s40.add(b0.mul(f4));
            s41 = s41.add(b1.mul(f4));
            s42 = s42.add(b2.mul(f4));
            s43 = s43.add(b3.mul(f4));
        }
        s00.intoArray(y, y0);
        s01.intoArray(y, y0 + LANES);
        s02.intoArray(y, y0 + 2 * LANES);
        s03.intoArray(y, y0 + 3 * LANES);
        s10.intoArray(y, y1);
        s11.intoArray(y, y1 + LANES);
        s12.intoArray(y, y1 + 2 * LANES);
        s13.intoArray(y, y1 + 3 * LANES);
        s20.intoArray(y, y2);
        s21.intoArray(y, y2 + LANES);
        s22.intoArray(y, y2 + 2 * LANES);
        s23.intoArray(y, y2 + 3 * LANES);
        s30.intoArray(y, y3);
        s31.intoArray(y, y3 + LANES);
        s32.intoArray(y, y3 + 2 * LANES);
        s33.intoArray(y, y3 + 3 * LANES);
        s40.intoArray(y, y4);
        s41.intoArray(y, y4 + LANES);
        s42.intoArray(y, y4 + 2 * LANES);
        s43.intoArray(y, y4 + 3 * LANES);
    }

    /** Two vectors of columns: 14 registers, of 16. */
    private void two(float[] y, float[] x, int row, int v) {
        int pitch = vectors * LANES;
        int y0 = row * pitch + v * LANES;
        int y1 = y0 + pitch;
        int y2 = y1 + pitch;
        int y3 = y2 + pitch;
        int y4 = y3 + pitch;
        FloatVector s00 = load(y, y0);
        FloatVector s01 = load(y, y0 + LANES);
        FloatVector s10 = load(y, y1);
        FloatVector s11 = load(y, y1 + LANES);
        FloatVector s20 = load(y, y2);
        FloatVector s21 = load(y, y2 + LANES);
        FloatVector s30 = load(y, y3);
        FloatVector s31 = load(y, y3 + LANES);
        FloatVector s40 = load(y, y4);
        FloatVector s41 = load(y, y4 + LANES);
        int x0 = row * inputs;
        int x1 = x0 + inputs;
        int x2 = x1 + inputs;
        int x3 = x2 + inputs;
        int x4 = x3 + inputs;
        int w0 = v * inputs * LANES;
        int w1 = w0 + inputs * LANES;
        for (int i = 0; i < inputs; i++) {
            FloatVector b0 = load(panels, w0 + i * LANES);
            FloatVector b1 = load(panels, w1 + i * LANES);
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
            float f4 = x[x4 + i];
            s40 = s40.add(b0.mul(f4));
            s41 = s41.add(b1.mul(f4));
        }
        s00.intoArray(y, y0);
        s01.intoArray(y, y0 + LANES);
        s10.intoArray(y, y1);
        s11.intoArray(y, y1 + LANES);
        s20.intoArray(y, y2);
        s21.intoArray(y, y2 + LANES);
        s30.intoArray(y, y3);
        s31.intoArray(y, y3 + LANES);
        s40.intoArray(y, y4);
        s41.intoArray(y, y4 + LANES);
    }

    private void one(float[] y, float[] x, int row, int v) {
        int pitch = vectors * LANES;
        int y0 = row * pitch + v * LANES;
        int y1 = y0 + pitch;
        int y2 = y1 + pitch;
        int y3 = y2 + pitch;
        int y4 = y3 + pitch;
        FloatVector s00 = load(y, y0);
        FloatVector s10 = load(y, y1);
        FloatVector s20 = load(y, y2);
        FloatVector s30 = load(y, y3);
        FloatVector s40 = load(y, y4);
        int x0 = row * inputs;
        int x1 = x0 + inputs;
        int x2 = x1 + inputs;
        int x3 = x2 + inputs;
        int x4 = x3 + inputs;
        int w0 = v * inputs * LANES;
        for (int i = 0; i < inputs; i++) {
            FloatVector b0 = load(panels, w0 + i * LANES);
            float f0 = x[x0 + i];
            s00 = s00.add(b0.mul(f0));
            float f1 = x[x1 + i];
            s10 = s10.add(b0.mul(f1));
            float f2 = x[x2 + i];
            s20 = s20.add(b0.mul(f2));
            float f3 = x[x3 + i];
            s30 = s30.add(b0.mul(f3));
            float f4 = x[x4 + i];
            s40 = s40.add(b0.mul(f4));
        }
        s00.intoArray(y, y0);
        s10.intoArray(y, y1);
        s20.intoArray(y, y2);
        s30.intoArray(y, y3);
        s40.intoArray(y, y4);
    }

    private static FloatVector load(float[] numbers, int at) {
        return FloatVector.fromArray(SPECIES, numbers, at);
    }
}
