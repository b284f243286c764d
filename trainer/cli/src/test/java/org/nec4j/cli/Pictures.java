package org.nec4j.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;

/** Small picture files of noise. */
final class Pictures {
    private Pictures() {}

    static Path rgb(Path file, int side) throws IOException {
        return write(file, new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB));
    }

    static Path grey(Path file, int side) throws IOException {
        return write(file, new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY));
    }

    private static Path write(Path file, BufferedImage image) throws IOException {
        Random random = new Random(file.getFileName().toString().hashCode());
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
