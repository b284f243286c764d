package org.nec4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.portable.PortableKernels;

/** The fast kernels in float32 against the portable ones in double, which finite differences have proven. */
final class Agreement {
    static final Kernels ONE = VectorKernels.of(new Team(1));
    static final Kernels THREE = VectorKernels.of(new Team(3));
    static final Kernels PORTABLE = PortableKernels.because("an oracle");

    private Agreement() {}

    /** A call of kernels on its arguments, some of which it writes. */
    interface Call {
        void on(Kernels kernels, List<INDArray> arguments);
    }

    /**
     * Runs a call on copies of the arguments: on views at an offset with one thread and with three, which must give the same bits, and with the
     * portable kernels in double, which must come close relative to an argument's largest element.
     */
    static void agree(List<INDArray> arguments, Call call) {
        List<INDArray> alone = arguments.stream().map(Agreement::viewAtAnOffset).toList();
        List<INDArray> shared =
                arguments.stream().map(Agreement::viewAtAnOffset).toList();
        List<INDArray> exact =
                arguments.stream().map(a -> a.castTo(DataType.DOUBLE)).toList();
        call.on(ONE, alone);
        call.on(THREE, shared);
        call.on(PORTABLE, exact);
        for (int i = 0; i < arguments.size(); i++) {
            assertThat(shared.get(i).dup().data().asFloat())
                    .as("argument %d", i)
                    .isEqualTo(alone.get(i).dup().data().asFloat());
            double largest = exact.get(i).amaxNumber().doubleValue();
            double error = exact.get(i)
                    .sub(alone.get(i).castTo(DataType.DOUBLE))
                    .amaxNumber()
                    .doubleValue();
            assertThat(error).as("argument %d", i).isLessThanOrEqualTo(3e-6 * largest);
        }
    }

    private static INDArray viewAtAnOffset(INDArray a) {
        INDArray room = Nd4j.valueArrayOf(new long[] {a.length() + 10}, Double.NaN, DataType.FLOAT);
        INDArray view = room.get(NDArrayIndex.interval(7, 7 + a.length())).reshape('c', true, a.shape());
        return view.assign(a);
    }
}
