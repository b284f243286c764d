package org.nec4j.train;

import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.step.Diagnosis;
import org.nec4j.vit.Tensors;

/** A training ended because its numbers are none any more, or have exploded. The message names step and tensor. */
public final class Diverged extends UserException {
    private static final long serialVersionUID = 1L;

    private final String beginning;
    private final transient Diagnosis diagnosis;

    Diverged(long step, String what, Diagnosis diagnosis, Tensors before) {
        super(sentence("step " + step + ": " + what, diagnosis, before)
                + "; lower the learning rate or clip the gradient's norm.");
        this.beginning = "step " + step + ": " + what;
        this.diagnosis = diagnosis;
    }

    /** Step, what went wrong, and the tensor to blame where these tensors were the last good ones: a sentence without its end. */
    String since(Tensors lastGood) {
        return sentence(beginning, diagnosis, lastGood);
    }

    private static String sentence(String beginning, Diagnosis diagnosis, Tensors before) {
        Optional<String> none = diagnosis.firstNotFinite();
        return beginning + "; "
                + none.map(name -> "the first tensor that is no number is " + name)
                        .orElseGet(() -> "the tensor that grew most since is " + diagnosis.mostGrown(before));
    }
}
