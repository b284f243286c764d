package org.nec4j.data.tiff;

/**
 * How a picture is cut into segments: strips or tiles, each holding one band (planar) or all of them.
 *
 * @param bandsASegment bands that lie interleaved in a segment: all of them, or 1
 * @param segmentHeight rows a strip or tile; the last strip may have fewer
 */
record Layout(
        int width,
        int height,
        int bands,
        int bandsASegment,
        boolean tiled,
        int segmentWidth,
        int segmentHeight,
        long[] offsets,
        long[] lengths) {
    private static final int PLANAR = 2;

    static Layout of(TiffDirectory directory) {
        int width = directory.size(Tag.WIDTH, "width");
        int height = directory.size(Tag.HEIGHT, "height");
        int bands = Math.toIntExact(Math.min(65535, directory.number(Tag.SAMPLES, 1)));
        if (bands < 1) {
            throw directory.damaged("its samples a pixel are 0");
        }
        boolean planar = directory.number(Tag.PLANAR, 1) == PLANAR;
        boolean tiled = directory.has(Tag.TILE_OFFSETS);
        int segmentWidth = tiled ? directory.size(Tag.TILE_WIDTH, "tile width") : width;
        long rows =
                tiled ? directory.size(Tag.TILE_HEIGHT, "tile height") : directory.number(Tag.ROWS_PER_STRIP, height);
        int segmentHeight = (int) Math.max(1, tiled ? rows : Math.min(rows, height));
        Layout layout = new Layout(
                width,
                height,
                bands,
                planar ? 1 : bands,
                tiled,
                segmentWidth,
                segmentHeight,
                directory.numbers(tiled ? Tag.TILE_OFFSETS : Tag.STRIP_OFFSETS),
                directory.numbers(tiled ? Tag.TILE_BYTES : Tag.STRIP_BYTES));
        long segments = (long) layout.across() * layout.down() * (bands / layout.bandsASegment);
        if (layout.offsets.length < segments || layout.lengths.length < segments) {
            throw directory.damaged("it names " + layout.offsets.length + " segments of " + segments + " for " + width
                    + "x" + height + " pixels of " + bands + " bands");
        }
        return layout;
    }

    int across() {
        return (int) (((long) width + segmentWidth - 1) / segmentWidth);
    }

    int down() {
        return (int) (((long) height + segmentHeight - 1) / segmentHeight);
    }

    /** Number of segments that hold the picture. */
    int segments() {
        return across() * down() * (bands / bandsASegment);
    }

    int left(int segment) {
        return segment % across() * segmentWidth;
    }

    int top(int segment) {
        return segment / across() % down() * segmentHeight;
    }

    /** The first band in a segment. */
    int band(int segment) {
        return segment / (across() * down());
    }

    /** Rows that a segment stores: tiles are always whole, the last strip is not. */
    int storedRows(int segment) {
        return tiled ? segmentHeight : Math.min(segmentHeight, height - top(segment));
    }
}
