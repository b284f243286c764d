package org.nec4j.data.synthetic;

import org.nec4j.data.ByteImage;
import org.nec4j.data.PixelLabels;

/** The land cover of synthetic scenes. */
public record SceneLabels(SyntheticScenes scenes) implements PixelLabels {
    @Override
    public ByteImage labels(int index) {
        return new ByteImage(
                scenes.side(), scenes.side(), 1, scenes.scene(index).cover());
    }
}
