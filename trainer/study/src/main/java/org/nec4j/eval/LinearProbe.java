package org.nec4j.eval;

import java.util.List;

/**
 * The linear probe: pooled features, standardized with the training images' statistics, into a multinomial logistic
 * regression. The strength of its penalty is the one of the list that is best on val (the strongest penalty on a tie); the
 * probe is then fitted again, more precisely, on train and val together.
 *
 * @param pooling    how tokens become features
 * @param strengths  values of C to choose from, scikit-learn's inverse strength, ascending
 * @param share      share of the train and val images of each class that a seed draws; the fit itself is convex and has no
 *                   randomness, so with a share of 1 every seed gives the same answer
 */
public record LinearProbe(Pooling pooling, List<Double> strengths, double share) implements Classifier {
    public LinearProbe {
        strengths = List.copyOf(strengths);
        if (strengths.isEmpty() || !strengths.stream().sorted().toList().equals(strengths) || strengths.get(0) <= 0) {
            throw new IllegalArgumentException("strengths are positive and ascending, not " + strengths);
        }
    }

    /** The probe of the experiments: mean of the patch tokens, C from 0.001 to 10, all training images. */
    public static LinearProbe standard() {
        return new LinearProbe(Pooling.PATCHES, List.of(0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 10.0), 1);
    }

    /** The same probe with other pooling. */
    public LinearProbe withPooling(Pooling other) {
        return new LinearProbe(other, strengths, share);
    }

    /** The same probe that learns from another share of the training images, drawn by the seed. */
    public LinearProbe withShare(double other) {
        return new LinearProbe(pooling, strengths, other);
    }

    @Override
    public String name() {
        return pooling.hasDeviations() ? "linear-moments" : "linear";
    }

    @Override
    public String seedMeaning() {
        return share == 1
                ? "nothing (a convex fit on all training images)"
                : "which " + Math.round(100 * share) + " % of the training images it learns from";
    }

    @Override
    public int rounds() {
        return strengths.size() + 1;
    }

    @Override
    public int[] predict(Splits splits, long seed, Runnable round) {
        int classes = splits.classes();
        Embeddings train = splits.train().stratifiedSample(share, seed);
        Embeddings val = splits.val().stratifiedSample(share, seed);
        double[][] trainRows = pooling.pool(train);
        double[][] valRows = pooling.pool(val);

        double c = choose(trainRows, train.labels(), valRows, val.labels(), classes, round);
        double[][] rows = concatenate(trainRows, valRows);
        FeatureScaling scaling = FeatureScaling.fit(rows);
        int[] predicted = LogisticRegression.uniform(rows[0].length, classes)
                .fit(scaling.apply(rows), train.and(val).labels(), c)
                .predict(scaling.apply(pooling.pool(splits.test())));
        round.run();
        return predicted;
    }

    private double choose(
            double[][] train, int[] trainLabels, double[][] val, int[] valLabels, int classes, Runnable round) {
        if (strengths.size() == 1 || val.length == 0) {
            return strengths.get(0);
        }
        FeatureScaling scaling = FeatureScaling.fit(train);
        double[][] trainRows = scaling.apply(train);
        double[][] valRows = scaling.apply(val);
        LogisticRegression model = LogisticRegression.uniform(train[0].length, classes);
        double best = strengths.get(0);
        int bestCorrect = -1;
        for (double c : strengths) {
            model = model.fitRoughly(trainRows, trainLabels, c);
            round.run();
            int correct = 0;
            int[] predicted = model.predict(valRows);
            for (int i = 0; i < predicted.length; i++) {
                correct += predicted[i] == valLabels[i] ? 1 : 0;
            }
            if (correct > bestCorrect) {
                bestCorrect = correct;
                best = c;
            }
        }
        return best;
    }

    private static double[][] concatenate(double[][] a, double[][] b) {
        double[][] both = new double[a.length + b.length][];
        System.arraycopy(a, 0, both, 0, a.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
