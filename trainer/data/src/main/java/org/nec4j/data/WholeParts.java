package org.nec4j.data;

/** Parts of an image that is in memory. */
final class WholeParts implements SceneParts {
    private final Picture picture;

    WholeParts(Picture picture) {
        this.picture = picture;
    }

    @Override
    public int width() {
        return picture.width();
    }

    @Override
    public int height() {
        return picture.height();
    }

    @Override
    public Picture part(Box box) {
        return picture instanceof BandImage bands ? bands.part(box) : Tiling.cut((ByteImage) picture, box);
    }

    @Override
    public long known(Box box) {
        return part(box) instanceof BandImage bands ? bands.known() : (long) box.width() * box.height();
    }

    @Override
    public boolean mayLack() {
        return picture instanceof BandImage bands && bands.missing() > 0;
    }

    @Override
    public void close() {
        // What is in memory holds nothing that must be given back.
    }
}
