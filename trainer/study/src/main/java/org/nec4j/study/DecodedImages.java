package org.nec4j.study;

import java.util.List;
import org.nec4j.data.ByteImage;
import org.nec4j.data.ImageSource;

/**
 * Images as a codec left them.
 *
 * @param source the images as they were
 * @param pixels of each image
 */
record DecodedImages(ImageSource source, List<ByteImage> pixels) implements ImageSource {
    @Override
    public int size() {
        return pixels.size();
    }

    @Override
    public ByteImage image(int index) {
        return pixels.get(index);
    }

    @Override
    public int label(int index) {
        return source.label(index);
    }

    @Override
    public String name(int index) {
        return source.name(index);
    }
}
