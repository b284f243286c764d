package org.nec4j.reid;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nec4j.data.ImageSize;
import org.nec4j.data.ImageSource;
import org.nec4j.data.SceneViews;

/**
 * Images that show identities: who is seen, by which camera, and which of them ask for the others.
 *
 * @param images     all of them, the gallery
 * @param identities who is seen, from 0, [N]
 * @param cameras    by which camera, or which of the drawn views it is, [N]
 * @param queries    places of those that ask
 */
@SuppressWarnings("ArrayRecordComponent") // read, never changed
public record ViewSet(ImageSource images, int[] identities, int[] cameras, int[] queries) {
    /** Identities that are scenes: the first view of each asks. */
    public static ViewSet ofScenes(ImageSource scenes, int views, ImageSize size, boolean enlarge, long seed) {
        SceneViews drawn = new SceneViews(scenes, views, size, enlarge, seed);
        int[] all = IntStream.range(0, drawn.size()).toArray();
        return new ViewSet(
                drawn,
                IntStream.of(all).map(drawn::scene).toArray(),
                IntStream.of(all).map(drawn::view).toArray(),
                IntStream.of(all).filter(i -> drawn.view(i) == 0).toArray());
    }

    /** Number of identities. */
    public int count() {
        return 1 + IntStream.of(identities).max().orElse(-1);
    }

    /** The places of every identity's images. */
    List<List<Integer>> places() {
        List<List<Integer>> places = new ArrayList<>();
        for (int i = 0; i < count(); i++) {
            places.add(new ArrayList<>());
        }
        for (int i = 0; i < identities.length; i++) {
            places.get(identities[i]).add(i);
        }
        return places;
    }
}
