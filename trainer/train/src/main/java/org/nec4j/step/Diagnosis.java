package org.nec4j.step;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.vit.Tensors;

/** Finds the tensor to blame when a run goes wrong, from the input towards the output. */
public final class Diagnosis {
    private final Network network;

    Diagnosis(Network network) {
        this.network = network;
    }

    /** The first parameter or, with all of them sound, the first gradient that is not finite. */
    public Optional<String> firstNotFinite() {
        return firstBadParameter()
                .or(() -> first(network.plan().gradients(network.graph())).map(name -> "the gradient of " + name));
    }

    /** The first parameter that is not finite. */
    public Optional<String> firstBadParameter() {
        return first(network.plan().views(network.graph()));
    }

    /** The parameter whose l2 norm has grown most since these were read. */
    public String mostGrown(Tensors before) {
        String most = "no tensor";
        double greatest = 0;
        for (Map.Entry<String, INDArray> entry :
                network.plan().views(network.graph()).entrySet()) {
            double was = norm(before.floats(entry.getKey()));
            double now = norm(network.kernels().copies().of(entry.getValue()));
            if (now / Math.max(was, Float.MIN_NORMAL) > greatest) {
                greatest = now / Math.max(was, Float.MIN_NORMAL);
                most = String.format(Locale.ROOT, "%s, whose norm went from %.4g to %.4g", entry.getKey(), was, now);
            }
        }
        return most;
    }

    private Optional<String> first(Map<String, INDArray> tensors) {
        return tensors.entrySet().stream()
                .filter(entry -> !isFinite(network.kernels().copies().of(entry.getValue())))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    private static double norm(float[] values) {
        double squares = 0;
        for (float value : values) {
            squares += (double) value * value;
        }
        return Math.sqrt(squares);
    }
}
