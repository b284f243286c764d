package org.nec4j.vit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The factors of a factorized encoder multiplied out, for whoever takes whole matrices alone. */
public final class WholeProducts {
    private static final String U = ".u.weight";
    private static final String V = ".v.weight";

    private WholeProducts() {}

    /**
     * Tensors of a model of this shape with u v [N, K] in place of u [N, r] and v [r, K], summed in float64; others as they are. A second end,
     * whose names begin with {@value Encoder#POOLED}, has the ranks of the first.
     *
     * @return those of the shape with {@link Ranks#WHOLE}
     */
    public static Tensors of(VitShape shape, Tensors tensors) {
        Map<String, long[]> shapes = shape.encoderTensors();
        Map<String, float[]> whole = new LinkedHashMap<>();
        tensors.all().forEach((name, values) -> {
            String own = name.startsWith(Encoder.POOLED) ? name.substring(Encoder.POOLED.length()) : name;
            if (shapes.containsKey(own) && own.endsWith(V)) {
                String product = name.substring(0, name.length() - V.length());
                int rank = Math.toIntExact(shapes.get(own)[0]);
                whole.put(product + ".weight", multiplied(tensors.floats(product + U), values, rank));
            } else if (!shapes.containsKey(own) || !own.endsWith(U)) {
                whole.put(name, values);
            }
        });
        return new Tensors(whole);
    }

    private static float[] multiplied(float[] u, float[] v, int rank) {
        int n = u.length / rank;
        int k = v.length / rank;
        float[] product = new float[n * k];
        double[] row = new double[k];
        for (int i = 0; i < n; i++) {
            Arrays.fill(row, 0);
            for (int r = 0; r < rank; r++) {
                double factor = u[i * rank + r];
                for (int j = 0; j < k; j++) {
                    row[j] += factor * v[r * k + j];
                }
            }
            for (int j = 0; j < k; j++) {
                product[i * k + j] = (float) row[j];
            }
        }
        return product;
    }
}
