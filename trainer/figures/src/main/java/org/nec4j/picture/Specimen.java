package org.nec4j.picture;

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
public record Specimen(String name, ByteImage original, ByteImage masked, ByteImage guessed, List<Shown> coded) {
    /** Original, masked and guessed side by side, in one picture. */
    ByteImage strip() {
        List<ByteImage> parts = List.of(original, masked, guessed);
        int row = original.width() * original.channels();
        byte[] samples = new byte[parts.size() * row * original.height()];
        for (int y = 0; y < original.height(); y++) {
            for (int i = 0; i < parts.size(); i++) {
                System.arraycopy(parts.get(i).samples(), y * row, samples, (y * parts.size() + i) * row, row);
            }
        }
        return new ByteImage(parts.size() * original.width(), original.height(), original.channels(), samples);
    }
}
