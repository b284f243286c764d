package org.nec4j.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.data.FileTree.Refusal;

/** Which files are images that can be read: by their endings, or where those say nothing, by how the files begin. */
final class ImageFiles {
    private static final int HEAD = 32;

    private static final Set<String> READ =
            Set.of(".jpg", ".jpeg", ".jpe", ".jif", ".jfif", ".jfi", ".png", ".tif", ".tiff", ".npy");

    /** Images in formats that are not read; what a camera calls raw begins like a TIFF and holds a thumbnail there. */
    private static final Set<String> NOT_READ = Set.of(
            ".bmp",
            ".dib",
            ".gif",
            ".webp",
            ".jp2",
            ".j2k",
            ".j2c",
            ".jpc",
            ".jpf",
            ".jpx",
            ".jxl",
            ".jxr",
            ".avif",
            ".heic",
            ".heif",
            ".ppm",
            ".pgm",
            ".pbm",
            ".pnm",
            ".pam",
            ".pfm",
            ".tga",
            ".exr",
            ".hdr",
            ".ico",
            ".psd",
            ".svg",
            ".pcx",
            ".sgi",
            ".ras",
            ".xbm",
            ".dng",
            ".nef",
            ".nrw",
            ".cr2",
            ".cr3",
            ".arw",
            ".srf",
            ".sr2",
            ".orf",
            ".rw2",
            ".raf",
            ".pef",
            ".srw",
            ".3fr",
            ".iiq",
            ".kdc",
            ".raw",
            ".svs",
            ".ndpi",
            ".scn",
            ".vms",
            ".lsm",
            ".nd2",
            ".czi",
            ".img",
            ".ecw",
            ".sid",
            ".ntf",
            ".nitf",
            ".vrt",
            ".fits",
            ".fit",
            ".h5",
            ".hdf5",
            ".hdf",
            ".he5",
            ".nc",
            ".nc4",
            ".cdf",
            ".grib",
            ".grb",
            ".mat",
            ".npz",
            ".zarr",
            ".dcm",
            ".nii",
            ".tfrecord");

    private ImageFiles() {}

    /** Why a file is not taken for an image; nothing where it is. */
    static Optional<Refusal> refusal(Path file) {
        String ending = FileTree.endingOf(file);
        if (READ.contains(ending)) {
            return Optional.empty();
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD);
        } catch (IOException unreadable) {
            return Optional.of(new Refusal(LeftOut.Reason.OTHER, ending));
        }
        boolean image = NOT_READ.contains(ending);
        if (ImageDecoder.isJpeg(head)
                || ImageDecoder.isPng(head)
                || ArrayHeader.is(head)
                || ImageDecoder.isTiff(head) && !image) {
            return Optional.empty();
        }
        return Optional.of(
                image || format(head).isPresent()
                        ? new Refusal(
                                LeftOut.Reason.FORMAT,
                                image ? ending : format(head).orElseThrow())
                        : new Refusal(LeftOut.Reason.OTHER, ending));
    }

    /** Whether a file begins like a TIFF; throws UserException where it cannot be read. */
    static boolean isTiff(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return ImageDecoder.isTiff(in.readNBytes(HEAD));
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + AtomicFile.reason(e) + ")", e);
        }
    }

    /** What a file that is not read calls itself in its first bytes; nothing where they are not known. */
    static Optional<String> format(byte[] head) {
        String text = new String(head, 0, Math.min(head.length, HEAD), StandardCharsets.ISO_8859_1);
        if (text.startsWith("BM") && text.length() > 14) {
            return Optional.of("BMP");
        } else if (text.startsWith("GIF8")) {
            return Optional.of("GIF");
        } else if (text.startsWith("RIFF") && text.startsWith("WEBP", 8)) {
            return Optional.of("WebP");
        } else if (text.startsWith("jP  ", 4) || text.startsWith("\u00FFO\u00FFQ")) {
            return Optional.of("JPEG 2000");
        } else if (text.startsWith("JXL ", 4) || text.startsWith("\u00FF\n")) {
            return Optional.of("JPEG XL");
        } else if (text.startsWith("ftypavif", 4)) {
            return Optional.of("AVIF");
        } else if (text.startsWith("ftyphei", 4) || text.startsWith("ftypmif", 4)) {
            return Optional.of("HEIF");
        } else if (text.startsWith("8BPS")) {
            return Optional.of("Photoshop");
        } else if (text.startsWith("v/1\u0001")) {
            return Optional.of("OpenEXR");
        } else if (text.startsWith("\u0089HDF") || text.startsWith("CDF\u0001") || text.startsWith("CDF\u0002")) {
            return Optional.of("HDF or NetCDF");
        }
        return Optional.empty();
    }

    /** A sentence's beginning for bytes that are no image that is read, such as {@code is a WebP image}. */
    static String described(byte[] bytes) {
        return format(Arrays.copyOf(bytes, Math.min(bytes.length, HEAD)))
                .map(format -> "is a " + format + " image, which is not read; convert it to PNG, JPEG or TIFF")
                .orElse("is no JPEG, PNG or TIFF image; convert or remove it");
    }
}
