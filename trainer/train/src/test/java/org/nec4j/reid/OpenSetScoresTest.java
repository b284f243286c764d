package org.nec4j.reid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nec4j.NamedNumbers;

class OpenSetScoresTest {
    @Test
    void agreesWithNumpyAndScikitLearn() {
        NamedNumbers expected = NamedNumbers.beside(OpenSetScoresTest.class, "open-set.txt");
        int[] identities = expected.ints("identities");
        int[] cameras = expected.ints("cameras");
        Map<List<Integer>, Integer> queries = new LinkedHashMap<>();
        List<float[]> codes = new ArrayList<>();
        for (int i = 0; i < identities.length; i++) {
            queries.putIfAbsent(List.of(identities[i], cameras[i]), i);
            float[] code = new float[8];
            for (int d = 0; d < code.length; d++) {
                code[d] = (float) expected.numbers("codes")[8 * i + d];
            }
            codes.add(code);
        }
        int[] asking = queries.values().stream().mapToInt(i -> i).toArray();
        OpenSetScores scores = OpenSetScores.of(identities, cameras, asking, codes);
        assertThat(scores.precision()).containsExactly(expected.numbers("precision"), within(1e-12));
        assertThat(scores.meanAveragePrecision()).isCloseTo(expected.number("map"), within(1e-12));
        for (int r = 0; r < OpenSetScores.RANKS.size(); r++) {
            assertThat(scores.cmc(OpenSetScores.RANKS.get(r))).isCloseTo(expected.numbers("cmc")[r], within(1e-12));
        }
        assertThat(scores.queries()).isLessThan(asking.length);
    }

    /** Codes of one number, equally far in crowds, against the mean over all orders of those behind the query. */
    @Test
    void aCrowdCountsAsTheMeanOfItsOrders() {
        int[] identities = {0, 0, 1, 2, 0, 3, 4};
        double[] places = {0, 1, 1, 1, 2, 2, 2};
        int[] cameras = {0, 1, 1, 1, 1, 1, 1};
        OpenSetScores scores = OpenSetScores.of(identities, cameras, new int[] {0}, codes(places));
        double[] sums = new double[2];
        int orders = permute(new int[] {1, 2, 3, 4, 5, 6}, 0, places, identities, sums);
        assertThat(orders).isEqualTo(36);
        assertThat(scores.meanAveragePrecision()).isCloseTo(sums[0] / orders, within(1e-12));
        assertThat(scores.cmc(1)).isCloseTo(sums[1] / orders, within(1e-12)).isCloseTo(1.0 / 3, within(1e-12));
        assertThat(scores.cmc(5)).isEqualTo(1);
    }

    /** Adds up average precision and the first rank over all orders that distances allow; their number. */
    private static int permute(int[] order, int from, double[] places, int[] identities, double[] sums) {
        if (from == order.length) {
            double right = 0;
            for (int rank = 0; rank < order.length; rank++) {
                if (identities[order[rank]] == identities[0]) {
                    sums[0] += ++right / (rank + 1) / 2;
                    sums[1] += rank == 0 ? 1 : 0;
                }
            }
            return 1;
        }
        int count = 0;
        for (int i = from; i < order.length; i++) {
            if (places[order[i]] == places[order[from]]) {
                int[] swapped = order.clone();
                swapped[from] = order[i];
                swapped[i] = order[from];
                count += permute(swapped, from + 1, places, identities, sums);
            }
        }
        return count;
    }

    private static List<float[]> codes(double... places) {
        return Arrays.stream(places).mapToObj(x -> new float[] {(float) x}).toList();
    }

    @Test
    void whatTheSameCameraSawIsJunk() {
        int[] identities = {0, 0, 1, 0};
        int[] cameras = {0, 0, 0, 1};
        OpenSetScores scores = OpenSetScores.of(identities, cameras, new int[] {0}, codes(0, 0.1, 1, 2));
        assertThat(scores.precision()).containsExactly(0.5);
        assertThat(scores.cmc(1)).isZero();
        assertThat(OpenSetScores.of(identities, cameras, new int[] {2}, codes(0, 0.1, 1, 2))
                        .queries())
                .isZero();
    }
}
