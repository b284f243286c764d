package org.nec4j.data.tiff;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nec4j.codec.error.UserException;

/** Whether the pictures of a file can be taken together, as bands that were saved page by page. */
final class Stack {
    private static final Pattern IMAGEJ =
            Pattern.compile("\\AImageJ=[^\\n]{0,40}\\n(?s:.{0,400}?)images=([0-9]{1,9})\\n");
    private static final String CUT = "\"truncated\": true";

    private Stack() {}

    /** Refuses pages that are no bands of one image. */
    static void check(TiffDirectory first, List<TiffDirectory> others, long maxSamples) {
        refuseHidden(first, others);
        long samples = samples(first);
        for (TiffDirectory page : others) {
            samples += samples(page);
            boolean alike = size(page).equals(size(first)) && one(page) && one(first);
            if (!alike) {
                throw new UserException(
                        first.name + ": holds " + (others.size() + 1) + " pages, of which the first has "
                                + described(first) + " and another " + described(page)
                                + "; only pages of one band and one size are read, as the bands of one image: save the page that"
                                + " counts as a file of its own");
            }
        }
        if (samples > maxSamples || samples < 0) {
            throw new UserException(first.name + ": its " + (others.size() + 1) + " pages are more than the "
                    + maxSamples + " samples that are read as an image; cut the image into tiles");
        }
    }

    /** ImageJ and tifffile can leave out the directories of all pages but the first, and say so in its description. */
    static void refuseHidden(TiffDirectory first, List<TiffDirectory> others) {
        String description = first.text(Tag.DESCRIPTION).orElse("");
        Matcher imageJ = IMAGEJ.matcher(description);
        boolean more = imageJ.find() && Long.parseLong(imageJ.group(1)) > others.size() + 1L;
        if (more || others.isEmpty() && description.startsWith("{\"shape\"") && description.contains(CUT)) {
            throw new UserException(first.name + ": its description names more images than its "
                    + (others.size() + 1) + (others.isEmpty() ? " page" : " pages")
                    + "; save it again with a page for each, or as .npy");
        }
    }

    /** How many of the pictures are as large as the first, itself included. */
    static int alike(TiffDirectory first, List<TiffDirectory> others) {
        return 1
                + (int) others.stream()
                        .filter(page -> size(page).equals(size(first)))
                        .count();
    }

    private static boolean one(TiffDirectory page) {
        return page.number(Tag.SAMPLES, 1) == 1;
    }

    private static long samples(TiffDirectory page) {
        return (long) page.size(Tag.WIDTH, "width") * page.size(Tag.HEIGHT, "height");
    }

    private static String size(TiffDirectory page) {
        return page.number(Tag.WIDTH, 0) + "x" + page.number(Tag.HEIGHT, 0);
    }

    private static String described(TiffDirectory page) {
        long bands = page.number(Tag.SAMPLES, 1);
        return size(page) + " pixels of " + bands + (bands == 1 ? " band" : " bands");
    }
}
