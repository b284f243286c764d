package org.nec4j.step;

import java.util.Optional;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;

/** How a network's tensors move: which train, by which updater, at which learning rate. */
public interface Updates {
    /** How a tensor trains; nothing where it is frozen. */
    Optional<ParameterSetting> setting(Parameter parameter);

    /** The network's learning rate at a step, before any scale of single tensors. */
    double learningRate(long step);
}
