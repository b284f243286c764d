package org.nec4j.factorize;

import java.util.List;

/** How the numbers that an encoder may keep become ranks of its products. */
public enum RankRule {
    /** Every product keeps the same share f of its numbers: r = f N K / (N + K). */
    UNIFORM {
        @Override
        int[] ranks(List<Group> groups, long budget) {
            double all = groups.stream().mapToLong(Group::whole).sum();
            return groups.stream()
                    .mapToInt(group -> (int) (budget / all * group.whole() / group.perRank()))
                    .toArray();
        }
    },
    /** Ranks are added one by one, that with the largest share of its product's variance a number first. */
    GREEDY {
        @Override
        int[] ranks(List<Group> groups, long budget) {
            int[] ranks = new int[groups.size()];
            long left = budget;
            for (int i = 0; i < ranks.length; i++) {
                ranks[i] = 1;
                left -= groups.get(i).perRank();
            }
            for (int next = best(groups, ranks, left); next >= 0; next = best(groups, ranks, left)) {
                ranks[next]++;
                left -= groups.get(next).perRank();
            }
            return ranks;
        }
    };

    /**
     * Products that get the same rank: one, or two where an encoder has two ends.
     *
     * @param out    N of each
     * @param in     K of each
     * @param count  how many they are
     * @param shares of variance along their directions, summed over them
     */
    record Group(int out, int in, int count, double[] shares) {
        /** Numbers of the whole matrices. */
        long whole() {
            return (long) count * out * in;
        }

        /** Numbers that a rank costs. */
        long perRank() {
            return (long) count * (out + in);
        }

        /** The largest rank whose factors are smaller than the whole. */
        int largest() {
            return (int) Math.min(shares.length, (whole() - 1) / perRank());
        }
    }

    /**
     * The groups' ranks, each at least 1.
     *
     * @param budget numbers that all factors together may have
     */
    abstract int[] ranks(List<Group> groups, long budget);

    /** The numbers that factors of rank 1 have. */
    static long least(List<Group> groups) {
        return groups.stream().mapToLong(Group::perRank).sum();
    }

    private static int best(List<Group> groups, int[] ranks, long left) {
        int best = -1;
        double most = 0;
        for (int i = 0; i < ranks.length; i++) {
            Group group = groups.get(i);
            if (ranks[i] < group.largest() && group.perRank() <= left) {
                double gain = group.shares()[ranks[i]] / group.perRank();
                if (gain > most) {
                    best = i;
                    most = gain;
                }
            }
        }
        return best;
    }
}
