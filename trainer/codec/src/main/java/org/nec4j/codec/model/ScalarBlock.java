package org.nec4j.codec.model;

/**
 * A transformer block as timm's: x + proj(attention(norm1(x))), then x + fc2(gelu(fc1(norm2(x)))), in plain scalar Java with a
 * fixed order of operations. Sums of a softmax and of a layer norm are taken in double, all else is float32.
 */
final class ScalarBlock {
    private final int width;
    private final int heads;
    private final ScalarNorm norm1;
    private final ScalarNorm norm2;
    private final ScalarLinear qkv;
    private final ScalarLinear proj;
    private final ScalarLinear fc1;
    private final ScalarLinear fc2;

    ScalarBlock(CheckedTensors weights, String prefix, int width, int heads, float epsilon) {
        this.width = width;
        this.heads = heads;
        this.norm1 = weights.norm(prefix + "norm1", width, epsilon);
        this.norm2 = weights.norm(prefix + "norm2", width, epsilon);
        this.qkv = weights.linear(prefix + "attn.qkv", width, 3 * width);
        this.proj = weights.linear(prefix + "attn.proj", width, width);
        this.fc1 = weights.linear(prefix + "mlp.fc1", width, weights.outputs(prefix + "mlp.fc1"));
        this.fc2 = weights.linear(prefix + "mlp.fc2", fc1.outputs(), width);
    }

    /** How large an output can be where no input is larger than this. */
    double reach(double input) {
        double projected = qkv.reach(norm1.reach());
        Reach.held(projected * projected * width / heads, "the scores of attention");
        // Probabilities add up to one but for their rounding.
        double middle = input + proj.reach(1.01 * projected);
        double hidden = fc1.reach(norm2.reach());
        return Reach.held(middle + fc2.reach(hidden), "the outputs of a block");
    }

    /** x [tokens, width] to the same shape. */
    float[] apply(float[] x, int tokens) {
        float[] attended = attention(qkv.apply(norm1.apply(x, tokens), tokens), tokens);
        float[] middle = sum(x, proj.apply(attended, tokens));
        float[] hidden = fc1.apply(norm2.apply(middle, tokens), tokens);
        Strict.LIBRARY.gelu(hidden);
        return sum(middle, fc2.apply(hidden, tokens));
    }

    /** softmax(q kᵀ / sqrt(width / heads)) v for each head, from qkv [tokens, 3 * width] to [tokens, width]. */
    private float[] attention(float[] qkv, int tokens) {
        int size = width / heads;
        float scale = (float) (1 / Math.sqrt(size));
        float[] out = new float[tokens * width];
        float[] queries = new float[tokens * size];
        for (int head = 0; head < heads; head++) {
            float[][] values = new float[tokens][size];
            for (int t = 0; t < tokens; t++) {
                int query = t * 3 * width + head * size;
                for (int i = 0; i < size; i++) {
                    queries[t * size + i] = qkv[query + i] * scale;
                }
                System.arraycopy(qkv, query + 2 * width, values[t], 0, size);
            }
            float[][] keys = new float[size][tokens];
            for (int i = 0; i < size; i++) {
                float[] key = keys[i];
                int at = head * size + width + i;
                for (int t = 0; t < tokens; t++) {
                    key[t] = qkv[at + t * 3 * width];
                }
            }
            float[] scores = new float[tokens * tokens];
            Strict.LIBRARY.product(keys).addTo(scores, queries, tokens);
            Softmax.ofRows(scores, tokens);
            float[] attended = new float[tokens * size];
            Strict.LIBRARY.product(values).addTo(attended, scores, tokens);
            for (int t = 0; t < tokens; t++) {
                System.arraycopy(attended, t * size, out, t * width + head * size, size);
            }
        }
        return out;
    }

    private static float[] sum(float[] a, float[] b) {
        float[] y = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            y[i] = a[i] + b[i];
        }
        return y;
    }
}
