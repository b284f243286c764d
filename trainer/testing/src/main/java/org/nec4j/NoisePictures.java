package org.nec4j;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Small picture files of noise, each with its own by its name. */
public final class NoisePictures {
    private NoisePictures() {}

    /** A square picture of three channels, PNG; returns its file. */
    public static Path rgb(Path file, int side) throws IOException {
        return rgb(file, side, file.getFileName().toString().hashCode());
    }

    /** The same with noise of another seed than that of the file's name. */
    public static Path rgb(Path file, int side, long seed) throws IOException {
        return write(file, new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB), seed);
    }

    /** A square picture of one channel, PNG; returns its file. */
    public static Path grey(Path file, int side) throws IOException {
        return write(
                file,
                new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY),
                file.getFileName().toString().hashCode());
    }

    private static Path write(Path file, BufferedImage image, long seed) throws IOException {
        Random random = new Random(seed);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, random.nextInt(1 << 24));
            }
        }
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
        return file;
    }
}
