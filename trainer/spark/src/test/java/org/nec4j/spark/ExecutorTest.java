package org.nec4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExecutorTest {
    @Test
    void withoutTheVectorModuleSaysSoInASentence() {
        assertThat(Executor.remark(ModuleLayer.empty())).hasValueSatisfying(sentence -> assertThat(sentence)
                .startsWith("Executors run without Java's Vector module")
                .contains("--add-modules=jdk.incubator.vector"));
        assertThat(Executor.remark(ModuleLayer.boot())).isEmpty();
    }

    @Test
    void isToldOfOnceWhateverTheNumberOfTasks() {
        List<Answer<Integer>> answers =
                List.of(new Answer<>(1, null, "slow"), new Answer<>(2, null, "slow"), new Answer<>(3, null, null));

        assertThat(Answer.remarks(answers)).containsExactly("slow");
    }
}
