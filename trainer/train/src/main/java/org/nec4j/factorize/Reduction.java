package org.nec4j.factorize;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.nec4j.codec.error.UserException;

/**
 * How an encoder is made smaller.
 *
 * @param share  of the encoder's numbers that may stay
 * @param method what its factors are to be near to
 * @param ranks  how the numbers that stay become ranks
 * @param images the most images that are looked at
 * @param distill steps of a training behind it, towards the whole encoder's tokens; 0 for none
 */
public record Reduction(double share, Method method, RankRule ranks, int images, long distill) {
    /** Checks that the share is one and that there are images to look at. */
    public Reduction {
        if (!(share > 0 && share < 1)) {
            throw new UserException("--share " + share
                    + " is no share of the encoder's numbers to keep; give one between 0 and 1, such as 0.25");
        }
        if (distill < 0) {
            throw new UserException("--distill " + distill + " is no number of steps; give one from 0 on, such as 200");
        }
        if (images < 1) {
            throw new UserException(
                    "--images " + images + " leaves none to look at; give a number from 1 on, such as 300");
        }
    }

    /** Whether images are looked at. */
    boolean needsImages() {
        return method == Method.AWARE || distill > 0;
    }

    /** What a file says of how it was made. */
    Map<String, Object> provenance(String from, String digest) {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("factorized_from", from);
        provenance.put("factorized_from_sha256", digest);
        provenance.put("kept_share", share);
        provenance.put("method", method.name().toLowerCase(Locale.ROOT));
        provenance.put("ranks", ranks.name().toLowerCase(Locale.ROOT));
        provenance.put("distilled_steps", distill);
        return provenance;
    }
}
