package org.nec4j.sight;

import java.util.List;
import org.nec4j.data.ByteImage;

/**
 * One image that a run did not learn from, as its model sees it.
 *
 * @param name     of the image
 * @param original the square that the model sees
 * @param masked   with the patches greyed out that the encoder did not see
 * @param guessed  the hidden patches as the decoder guesses them from the visible ones
 * @param coded    through the run's codec, and through those of its siblings, by rising rate; none in a run without a bottleneck
 */
public record Specimen(String name, ByteImage original, ByteImage masked, ByteImage guessed, List<Shown> coded) {}
