package org.nec4j.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nec4j.codec.io.Room;
import org.nec4j.data.tiff.SampleType;
import org.nec4j.data.tiff.TiffRaster;
import org.nec4j.data.tiff.TiffScene;

/** Parts of a TIFF file, read as they are asked for. */
final class TiffParts implements SceneParts {
    private static final int UPRIGHT = 1;
    private static final int COLOURS = 3;

    private final TiffScene scene;
    private final Optional<BandChoice> bands;
    private final String name;

    private TiffParts(TiffScene scene, Optional<BandChoice> bands, String name) {
        this.scene = scene;
        this.bands = bands;
        this.name = name;
    }

    /** Nothing where parts of the file are no parts of the image: where it is to be turned, or its bands are pages. */
    static Optional<SceneParts> open(Path file, Optional<BandChoice> bands) {
        TiffScene scene = TiffScene.open(file, JpegImage::segment);
        boolean asStored = bands.isPresent() ? scene.pages() == 1 : scene.orientation() == UPRIGHT;
        if (!asStored) {
            scene.close();
            return Optional.empty();
        }
        return Optional.of(new TiffParts(scene, bands, file.toString()));
    }

    @Override
    public int width() {
        return scene.width();
    }

    @Override
    public int height() {
        return scene.height();
    }

    @Override
    public Picture part(Box box) {
        TiffRaster raster = raster(box);
        return bands.<Picture>map(choice -> choice.of(BandDecoder.bands(List.of(raster), Optional.empty(), name), name))
                .orElseGet(() -> TiffImage.picture(raster, name));
    }

    private TiffRaster raster(Box box) {
        return Room.within(
                name, () -> scene.window(box.left(), box.top(), box.width(), box.height(), BandDecoder.MAX_SAMPLES));
    }

    @Override
    public long known(Box box) {
        return bands.isPresent() ? ((BandImage) part(box)).known() : knownColours(raster(box));
    }

    /** A pixel of colours is unknown where all of them are the file's no-data value, or it is transparent. */
    private static long knownColours(TiffRaster raster) {
        double nodata = raster.nodata().orElse(Double.NaN);
        int colours = Math.min(COLOURS, raster.bands());
        int plane = raster.width() * raster.height();
        long known = plane;
        for (int i = 0; i < plane; i++) {
            boolean isNoData = true;
            for (int c = 0; c < colours && isNoData; c++) {
                isNoData = (raster.samples().get(c * plane + i) & 0xFF) == nodata;
            }
            boolean isClear = raster.alpha() && raster.samples().get(COLOURS * plane + i) == 0;
            known -= isNoData || isClear ? 1 : 0;
        }
        return known;
    }

    @Override
    public boolean mayLack() {
        boolean isFloating = scene.type() == SampleType.FLOAT32 || scene.type() == SampleType.FLOAT64;
        return scene.nodata().isPresent()
                || isFloating
                || bands.flatMap(BandChoice::nodata).isPresent()
                || bands.isEmpty() && scene.bands() > COLOURS;
    }

    @Override
    public void close() {
        scene.close();
    }
}
