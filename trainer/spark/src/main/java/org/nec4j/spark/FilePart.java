package org.nec4j.spark;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.data.Sample;
import org.nec4j.data.Split;
import org.nec4j.export.Encoding;

/**
 * A part whose images lie in files that executors see.
 *
 * @param form  of the parts
 * @param keys  of the embeddings, in their order
 * @param paths of the images
 */
record FilePart(Part part, ShippedCodec codec, PartForm form, List<String> keys, List<String> paths)
        implements Serializable {
    /** The task. */
    Answer<Part.Written> encode() {
        return Answer.of(() -> codec.encoding(encoder -> part.write(form, codec, archive -> {
            Map<String, Sample> images = new LinkedHashMap<>();
            for (int i = 0; i < keys.size(); i++) {
                images.put(
                        keys.get(i),
                        new Sample(
                                keys.get(i), Path.of(paths.get(i)), Sample.UNLABELLED, Split.TEST, Optional.empty()));
            }
            Encoding.Written written = Encoding.part(encoder, images, form.withPlaces(), archive);
            return new Part.Written(written.images(), written.bytes());
        })));
    }
}
