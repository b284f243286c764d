package org.nec4j.spark;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.nec4j.data.Batches;
import org.nec4j.data.ImageSource;
import org.nec4j.data.RandomCrop;
import org.nec4j.entropy.DensitySettings;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.export.Preprocessing;
import org.nec4j.objective.Objective;
import org.nec4j.objective.PixelDecoder;
import org.nec4j.objective.RateDistortion;
import org.nec4j.objective.RateDistortion.RateUnit;
import org.nec4j.step.AdamW;
import org.nec4j.train.Model;
import org.nec4j.train.Training;
import org.nec4j.vit.VitShape;

/** A codec that is made in a second, and pictures to encode with it. */
final class TinyCodec {
    private static final VitShape SHAPE = new VitShape(32, 8, 3, 24, 2, 2, 16, 2, 2, 4, 1e-6);

    private TinyCodec() {}

    /** Writes the codec; other seeds make others. */
    static Path write(Path file, long seed) {
        Objective objective = new RateDistortion(
                1e4,
                RateUnit.IMAGE_MEAN,
                0.75,
                new FactorizedModel(SHAPE.dim(), DensitySettings.compressAi()),
                new PixelDecoder(SHAPE, true));
        Preprocessing preprocessing = Preprocessing.imageNet(SHAPE.imageRows());
        ImageSource images = preprocessing.images(
                IntStream.range(0, 8).mapToObj(i -> picture(i, 40)).toList());
        Batches batches =
                Batches.training(images, RandomCrop.ofMae(SHAPE.imageRows()), preprocessing.normalization(), 4, 1);
        Model model = Model.random(SHAPE, objective, seed);
        byte[] codec = Training.of(model, batches, AdamW.of(1e-3, 2), 2).run().codec(preprocessing, Map.of());
        try {
            return Files.write(file, codec);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes so many pictures below a folder, in folders of ten. */
    static List<Path> pictures(Path folder, int count, int side) throws IOException {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    Path file = folder.resolve("scene" + i / 10).resolve(i + ".png");
                    try {
                        Files.createDirectories(file.getParent());
                        return Files.write(file, picture(i, side));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
    }

    /** A PNG that no other number gives. */
    static byte[] picture(int number, int side) {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        Color from = Color.getHSBColor(number * 0.37f, 1, 1);
        graphics.setPaint(new GradientPaint(
                0, 0, from, side, side / (1f + number % 5), Color.getHSBColor(number * 0.61f, 1, 0.3f)));
        graphics.fillRect(0, 0, side, side);
        graphics.setColor(Color.WHITE);
        graphics.fillOval(number * 13 % side, number * 29 % side, side / 4, side / 3);
        graphics.dispose();
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            ImageIO.write(image, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
