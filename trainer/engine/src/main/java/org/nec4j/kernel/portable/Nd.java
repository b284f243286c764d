package org.nec4j.kernel.portable;

import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.memory.conf.WorkspaceConfiguration;
import org.nd4j.linalg.api.memory.enums.AllocationPolicy;
import org.nd4j.linalg.api.memory.enums.LearningPolicy;
import org.nd4j.linalg.api.memory.enums.ResetPolicy;
import org.nd4j.linalg.api.memory.enums.SpillPolicy;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What all portable kernels do with arrays. */
final class Nd {
    private static final String WORKSPACE = "NEC4J_KERNELS";
    private static final WorkspaceConfiguration SCRATCH = WorkspaceConfiguration.builder()
            .policyAllocation(AllocationPolicy.STRICT)
            .policyLearning(LearningPolicy.FIRST_LOOP)
            .policySpill(SpillPolicy.REALLOCATE)
            .policyReset(ResetPolicy.BLOCK_LEFT)
            .build();

    private Nd() {}

    /** A view of an array as rows of so many columns. */
    static INDArray rows(INDArray a, long columns) {
        return a.reshape('c', true, a.length() / columns, columns);
    }

    /** A view of an array as one row. */
    static INDArray flat(INDArray a) {
        return a.reshape('c', true, a.length());
    }

    /** Where temporaries of a call lie, to be used again by the next call. */
    static MemoryWorkspace scratch() {
        return Nd4j.getWorkspaceManager().getAndActivateWorkspace(SCRATCH, WORKSPACE);
    }
}
