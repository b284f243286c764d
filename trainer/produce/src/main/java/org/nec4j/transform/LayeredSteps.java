package org.nec4j.transform;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The steps that a layered codec holds, half an octave apart, and the operating points made of them: first the pooled layer alone, from
 * coarse to fine, then both layers.
 *
 * @param pooled steps of the pooled layer, coarse to fine
 * @param tokens steps of the token layer, coarse to fine; none in a codec of the pooled layer alone
 * @param rungs  [Q][2], index of the pooled step, and of the token step or -1
 * @param low    the rung of the quality of that name
 * @param middle that of "balanced", which is also taken unasked
 * @param full   that of "full"
 */
public record LayeredSteps(double[] pooled, double[] tokens, int[][] rungs, int low, int middle, int full) {
    private static final int COARSER = 5;
    private static final int FINER = 2;
    private static final int TOKENS_COARSER = 3;
    private static final int TOKENS_FINER = 3;

    /** Both layers around these steps: the pooled layer from 5.7 times its step to half of it, the token layer from 2.8 times to a third. */
    public static LayeredSteps both(double pooledStep, double tokenStep) {
        double[] pooled = halfOctaves(pooledStep, COARSER, FINER);
        double[] tokens = halfOctaves(tokenStep, TOKENS_COARSER, TOKENS_FINER);
        List<int[]> rungs = new ArrayList<>(alone(pooled.length));
        int first = rungs.size();
        for (int i = 0; i < tokens.length; i++) {
            // Coarse tokens do not deserve a finer mean.
            rungs.add(new int[] {Math.min(i + COARSER - TOKENS_COARSER, COARSER), i});
        }
        return new LayeredSteps(
                pooled,
                tokens,
                rungs.toArray(int[][]::new),
                COARSER,
                first + TOKENS_COARSER,
                first + TOKENS_COARSER + 2);
    }

    /** The pooled layer alone, around this step. */
    public static LayeredSteps pooledAlone(double pooledStep) {
        double[] pooled = halfOctaves(pooledStep, COARSER, FINER);
        return new LayeredSteps(
                pooled,
                new double[0],
                alone(pooled.length).toArray(int[][]::new),
                COARSER - 2,
                COARSER,
                COARSER + FINER);
    }

    /** Index of the pooled layer's step at the first operating point of each of the token layer's. */
    int[] pooledOfTokens() {
        int[] pooledOf = new int[tokens.length];
        for (int i = rungs.length - 1; i >= 0; i--) {
            if (rungs[i][1] >= 0) {
                pooledOf[rungs[i][1]] = rungs[i][0];
            }
        }
        return pooledOf;
    }

    private static List<int[]> alone(int steps) {
        return IntStream.range(0, steps).mapToObj(i -> new int[] {i, -1}).toList();
    }

    private static double[] halfOctaves(double step, int coarser, int finer) {
        return IntStream.rangeClosed(-coarser, finer)
                .mapToDouble(i -> step * Math.pow(2, -i / 2.0))
                .toArray();
    }
}
