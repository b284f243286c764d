package org.nec4j.metric;

import java.util.OptionalInt;

/**
 * What a network of codes has behind its encoder.
 *
 * @param width      R, numbers of a code
 * @param bits       of a number; nothing for codes that are not quantized
 * @param views      images of an identity in a batch, next to each other
 * @param margin     of the triplet loss, infinite for the soft one
 * @param identities K, that are learnt from
 * @param smoothing  share of a label that is spread over all identities
 */
public record CodeShape(int width, OptionalInt bits, int views, double margin, int identities, double smoothing) {}
