package org.nec4j.backend;

import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.kernel.LinearKernels;
import org.nec4j.kernel.cpu.Bfloat16;

/**
 * What multiplies in transformer blocks that do not train.
 *
 * @param linear the products
 * @param words  what computes them, in a phrase for start-up messages and run folders
 */
public record FrozenProducts(LinearKernels linear, String words) {
    /** Those of all other layers. */
    public static FrozenProducts float32() {
        return new FrozenProducts(Backend.kernels().linear(), "the kernels of all others, float32");
    }

    /**
     * With operands rounded to bfloat16 and sums in float32, where processor and library can and multiply right; else those of all other
     * layers, and the words say why.
     *
     * @throws UserException where no such library is built in
     */
    public static FrozenProducts bfloat16() {
        Bfloat16 found = Bfloat16.installed();
        if (!BestKernels.isNative()) {
            return insteadOf("the backend is not nd4j-native");
        }
        Optional<LinearKernels> linear = found.linear();
        return linear.map(products -> new FrozenProducts(products, found.words()))
                .orElseGet(() -> insteadOf(found.words()));
    }

    private static FrozenProducts insteadOf(String why) {
        return new FrozenProducts(float32().linear, "the kernels of all others in float32, not bfloat16: " + why);
    }
}
