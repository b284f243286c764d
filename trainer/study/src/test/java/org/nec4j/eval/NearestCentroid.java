package org.nec4j.eval;

/** A head of a few lines, for docs/extending.md: an image gets the class whose mean feature lies nearest. */
record NearestCentroid(Pooling pooling) implements Classifier {
    @Override
    public String name() {
        return "centroid";
    }

    @Override
    public String seedMeaning() {
        return "nothing (no randomness)";
    }

    @Override
    public int rounds() {
        return 1;
    }

    @Override
    public int[] predict(Splits splits, long seed, Runnable round) {
        Embeddings known = splits.train().and(splits.val());
        double[][] features = pooling.pool(known); // [images, dim]
        double[][] centroids = new double[splits.classes()][features[0].length]; // [classes, dim]
        int[] members = new int[splits.classes()];
        for (int i = 0; i < features.length; i++) {
            members[known.labels()[i]]++;
        }
        for (int i = 0; i < features.length; i++) {
            int label = known.labels()[i];
            for (int d = 0; d < features[i].length; d++) {
                centroids[label][d] += features[i][d] / members[label];
            }
        }
        double[][] unknown = pooling.pool(splits.test());
        int[] predicted = new int[unknown.length];
        for (int i = 0; i < unknown.length; i++) {
            for (int c = 1; c < centroids.length; c++) {
                if (distance(unknown[i], centroids[c]) < distance(unknown[i], centroids[predicted[i]])) {
                    predicted[i] = c;
                }
            }
        }
        round.run();
        return predicted;
    }

    private static double distance(double[] a, double[] b) {
        double squares = 0;
        for (int d = 0; d < a.length; d++) {
            squares += (a[d] - b[d]) * (a[d] - b[d]);
        }
        return squares;
    }
}
