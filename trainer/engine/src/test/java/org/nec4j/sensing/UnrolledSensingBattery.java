package org.nec4j.sensing;

import java.util.Arrays;
import java.util.function.Supplier;
import org.nec4j.nn.FusedLayerBattery;
import org.nec4j.nn.Parameter;

/** The battery of a sensing layer, begun where a loss has slopes. */
abstract class UnrolledSensingBattery extends FusedLayerBattery<UnrolledSensing> {
    /** Of a layer whose output has its input's shape. */
    UnrolledSensingBattery(Supplier<UnrolledSensing> layers, long... images) {
        super(layers, images, images);
    }

    @Override
    protected boolean neverTrains(Parameter parameter) {
        return UnrolledSensing.neverTrains(parameter);
    }

    /** The support is what it is, and the controller's constants are as large as what they centre. */
    @Override
    protected double[] start(String name, double[] drawn) {
        return switch (name) {
            case UnrolledSensing.CONSTANTS -> new double[] {9, 3, 9, 3};
            case UnrolledSensing.SUPPORT ->
                Arrays.stream(drawn).map(d -> d > -1 ? 1 : 0).toArray();
            case "linear.bias" -> new double[] {-1, -2};
            default -> drawn;
        };
    }
}
