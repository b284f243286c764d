package org.nec4j.geo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.io.Printable;
import org.nec4j.codec.io.Sha256;
import org.nec4j.data.Sample;
import org.nec4j.data.SceneParts;
import org.nec4j.data.Sidecar;
import org.nec4j.data.Times;
import org.nec4j.data.tiff.GeoTags;

/**
 * Knows where images were taken: from the tags of GeoTIFFs and from a sidecar, which is believed above the tags in whatever it states. For one
 * thread, and best asked image after image.
 */
public final class Gazetteer {
    private static final int READ = 1 << 16;

    private final Optional<Sidecar> sidecar;
    private Optional<Known> last = Optional.empty();

    /** @param sidecar nothing where tags are all there is */
    public Gazetteer(Optional<Sidecar> sidecar) {
        this.sidecar = sidecar;
    }

    /**
     * An image's scene, and how to come from its pixels to degrees.
     *
     * @param reprojection nothing where there is no way
     */
    private record Known(Sample sample, Place.Scene scene, Optional<Reprojection> reprojection) {}

    /** Whether anything is known of where or when the image was taken. */
    public boolean knows(Sample sample) {
        return sidecar.flatMap(rows -> rows.of(sample.key())).isPresent() || isOnTheEarth(sample);
    }

    /** Whether a coordinate reference system and a transform, or bounds, are known of the image. */
    public boolean isOnTheEarth(Sample sample) {
        Optional<Sidecar.Row> row = sidecar.flatMap(rows -> rows.of(sample.key()));
        if (row.map(said -> !said.bounds().isEmpty()).orElse(false)) {
            return true;
        }
        GeoTags tags = SceneParts.geography(sample.path());
        boolean isPlaced = !tags.transform().isEmpty()
                || row.map(said -> !said.transform().isEmpty()).orElse(false);
        boolean isNamed =
                row.flatMap(Sidecar.Row::crs).isPresent() || Crs.of(tags).isPresent();
        return isPlaced && isNamed;
    }

    /**
     * Where a window of an image lies.
     *
     * @param width  of the image, pixels
     * @param height of the image, pixels
     * @throws UserException where the sidecar states what cannot be, or the file cannot be read
     */
    public Place place(Sample sample, int width, int height, Place.Window window) {
        if (last.isEmpty() || !last.get().sample().equals(sample)) {
            last = Optional.of(known(sample, width, height));
        }
        Known known = last.get();
        List<Double> affine = known.scene().transform();
        Optional<Place.Bounds> bounds =
                affine.isEmpty() ? Optional.empty() : known.reprojection().flatMap(way -> way.bounds(affine, window));
        return new Place(known.scene(), window, bounds);
    }

    private Known known(Sample sample, int width, int height) {
        GeoTags tags = SceneParts.geography(sample.path());
        Optional<Crs> crs = Crs.of(tags);
        List<Double> affine = tags.transform();
        Optional<Instant> time = tags.acquired().flatMap(Times::parse);
        Map<String, String> properties = Map.of();
        Optional<Sidecar.Row> row = sidecar.flatMap(rows -> rows.of(sample.key()));
        if (row.isPresent()) {
            Sidecar.Row said = row.get();
            if (said.crs().isPresent()) {
                crs = Optional.of(Crs.of(said.crs().get())
                        .orElseThrow(() -> new UserException(said.where() + ": a crs of \""
                                + Printable.of(said.crs().get()) + "\", expected EPSG:32614 or the like, or WKT2")));
            }
            affine = said.transform().isEmpty() ? affine : said.transform();
            if (!said.bounds().isEmpty()) {
                crs = Optional.of(Crs.WGS84);
                affine = across(said, width, height);
            }
            time = said.time().isPresent() ? said.time() : time;
            properties = said.properties();
        }
        Place.Scene scene = new Place.Scene(
                sample.key(), Optional.of(digest(sample.path())), crs.map(Crs::name), affine, time, properties);
        return new Known(sample, scene, crs.flatMap(Reprojection::of));
    }

    /** From pixels to degrees where the image reaches from bound to bound. */
    private static List<Double> across(Sidecar.Row said, int width, int height) {
        List<Double> b = said.bounds();
        try {
            new Place.Bounds(b.get(0), b.get(1), b.get(2), b.get(3));
        } catch (UserException e) {
            throw new UserException(said.where() + ": " + e.getMessage(), e);
        }
        double degrees = b.get(2) - b.get(0);
        double turned = degrees < 0 ? degrees + 360 : degrees;
        return List.of(turned / width, 0.0, b.get(0), 0.0, (b.get(1) - b.get(3)) / height, b.get(3));
    }

    private static String digest(Path file) {
        MessageDigest digest = Sha256.begin();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            byte[] buffer = new byte[READ];
            while (in.read(buffer) >= 0) {
                continue;
            }
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + AtomicFile.reason(e) + ")", e);
        }
        return Sha256.hex(digest);
    }
}
