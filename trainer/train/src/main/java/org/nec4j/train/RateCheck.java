package org.nec4j.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nec4j.data.ImageSource;
import org.nec4j.data.SubsetImages;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.RateMeter;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** What a codec really spends, on images that it did not learn from. */
final class RateCheck {
    private static final int IMAGES = 128;
    private static final int BATCH = 32;

    private RateCheck() {}

    /** Mean rates over at most {@value #IMAGES} images, spread evenly, as numbers for a run's summary. */
    static Map<String, Object> measure(ImageEncoder encoder, ImageSource images, Console console) {
        ImageSource chosen = SubsetImages.spread(images, IMAGES);
        RateMeter meter = encoder.meter();
        try (Progress progress = console.progress("measuring bytes", chosen.size(), "images")) {
            encoder.embed(chosen, BATCH, progress, meter::add);
        }
        Map<String, Object> result = new LinkedHashMap<>(meter.rates().asMap());
        result.put("measured_images", chosen.size());
        return result;
    }
}
