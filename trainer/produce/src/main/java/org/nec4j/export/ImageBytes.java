package org.nec4j.export;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Picture;
import org.nec4j.data.Sample;

/**
 * Images whose files are in memory, decoded each time they are asked for.
 *
 * @param names  what messages call them
 * @param files  the files' content
 * @param decode content and name to pixels
 */
record ImageBytes(IntFunction<String> names, List<byte[]> files, BiFunction<byte[], String, Picture> decode)
        implements ImageSource {
    @Override
    public int size() {
        return files.size();
    }

    @Override
    public Picture image(int index) {
        return decode.apply(files.get(index), name(index));
    }

    @Override
    public int label(int index) {
        return Sample.UNLABELLED;
    }

    @Override
    public String name(int index) {
        return names.apply(index);
    }
}
