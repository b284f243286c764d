package org.nec4j.factorize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nec4j.factorize.RankRule.Group;

class RankRuleTest {
    /** Numbers of a ViT-Tiny's encoder beside its products: biases, norms, class token. */
    private static final long OTHERS = 30_720;

    private static final long ALL = 5_486_592;

    /** What a prototype of the same rule in NumPy kept of the same encoder. */
    @Test
    void uniformRanksOfAViTTinyAreThePrototypes() {
        assertThat(kept(RankRule.UNIFORM, 0.5)).isEqualTo(2_725_632);
        assertThat(kept(RankRule.UNIFORM, 0.25)).isEqualTo(1_347_264);
        assertThat(kept(RankRule.UNIFORM, 0.1)).isEqualTo(528_000);
    }

    @Test
    void greedyRanksGoWhereANumberKeepsMost() {
        Group quick = new Group(4, 4, 1, new double[] {0.9, 0.09, 0.01, 0});
        Group slow = new Group(4, 4, 1, new double[] {0.4, 0.3, 0.2, 0.1});
        Group dear = new Group(
                40, 40, 1, IntStream.range(0, 40).mapToDouble(k -> 0.5).toArray());
        // Rank 1 each is 8 + 8 + 80; 16 are left: the second direction of the slow one holds most, and fills its
        // products.
        assertThat(RankRule.GREEDY.ranks(List.of(quick, slow, dear), 112)).containsExactly(1, 1, 1);
        Group wide = new Group(8, 8, 1, new double[] {0.3, 0.2, 0.2, 0.1, 0.1, 0.1, 0, 0});
        Group even = new Group(8, 8, 1, new double[] {0.6, 0.35, 0.05, 0, 0, 0, 0, 0});
        assertThat(RankRule.GREEDY.ranks(List.of(wide, even), 64)).containsExactly(2, 2);
        assertThat(RankRule.GREEDY.ranks(List.of(wide, even), 80)).containsExactly(3, 2);
    }

    @Test
    void greedyRanksStayWhereFactorsAreSmallerThanTheWhole() {
        List<Group> groups = vitTiny();
        int[] ranks = RankRule.GREEDY.ranks(groups, 1_000_000_000);
        for (int i = 0; i < ranks.length; i++) {
            assertThat(ranks[i] * groups.get(i).perRank())
                    .isLessThan(groups.get(i).whole());
            assertThat((ranks[i] + 1) * groups.get(i).perRank())
                    .isGreaterThanOrEqualTo(groups.get(i).whole());
        }
    }

    @Test
    void twoProductsThatShareARankCostTwice() {
        Group both = new Group(8, 8, 2, new double[] {0.6, 0.35, 0.05, 0, 0, 0, 0, 0});
        assertThat(both.whole()).isEqualTo(128);
        assertThat(both.perRank()).isEqualTo(32);
        assertThat(both.largest()).isEqualTo(3);
    }

    private static long kept(RankRule rule, double share) {
        List<Group> groups = vitTiny();
        int[] ranks = rule.ranks(groups, (long) (share * ALL) - OTHERS);
        return OTHERS
                + IntStream.range(0, ranks.length)
                        .mapToLong(i -> ranks[i] * groups.get(i).perRank())
                        .sum();
    }

    private static List<Group> vitTiny() {
        List<Group> groups = new ArrayList<>(List.of(group(192, 768)));
        for (int block = 0; block < 12; block++) {
            groups.addAll(List.of(group(576, 192), group(192, 192), group(768, 192), group(192, 768)));
        }
        return groups;
    }

    private static Group group(int out, int in) {
        double[] shares = new double[Math.min(out, in)];
        Arrays.fill(shares, 1.0 / shares.length);
        return new Group(out, in, 1, shares);
    }
}
