package org.nec4j.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochsTest {
    @Test
    void everyEpochHasAnOrderOfItsOwnAndLeavesOutWhatFillsNoBatch() {
        List<String> taken = new ArrayList<>();
        Epochs epochs = new Epochs(7, 3, epoch -> IntStream.range(0, 7)
                .map(i -> epoch % 2 == 0 ? i : 6 - i)
                .toArray());

        epochs.take(
                5,
                (step, chosen) ->
                        taken.add(step + ": " + IntStream.of(chosen).boxed().toList()));

        assertThat(epochs.steps()).isEqualTo(2);
        assertThat(taken)
                .containsExactly("0: [0, 1, 2]", "1: [3, 4, 5]", "2: [6, 5, 4]", "3: [3, 2, 1]", "4: [0, 1, 2]");
    }

    @Test
    void fewerThingsThanABatchAreOne() {
        List<Integer> sizes = new ArrayList<>();
        Epochs epochs = new Epochs(2, 64, epoch -> new int[] {1, 0});
        epochs.take(3, (step, chosen) -> sizes.add(chosen.length));
        assertThat(sizes).containsExactly(2, 2, 2);
    }

    /** What goes on from the last order, as a shuffle in place does, is asked once an epoch, and a step's indexes stay. */
    @Test
    void anOrderIsAskedForOnceAnEpoch() {
        int[] order = {0, 1, 2, 3};
        List<int[]> taken = new ArrayList<>();
        new Epochs(4, 2, epoch -> {
                    order[0] += 10;
                    return order;
                })
                .take(4, (step, chosen) -> taken.add(chosen));
        assertThat(taken).extracting(chosen -> chosen[0]).containsExactly(10, 2, 20, 2);
    }
}
