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
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.nec4j.data.Batches;
import org.nec4j.data.ImageSize;
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
import org.nec4j.vit.PatchGrid;
import org.nec4j.vit.Ranks;
import org.nec4j.vit.VitForm;
import org.nec4j.vit.VitShape;

/** A codec that is made in a second, and pictures to encode with it. */
final class TinyCodec {
    private static final int PATCH = 8;

    private TinyCodec() {}

    /** Writes one for square images of 32 pixels; other seeds make others. */
    static Path write(Path file, long seed) {
        return write(file, seed, ImageSize.square(32));
    }

    /** As above, for images of this size. */
    static Path write(Path file, long seed, ImageSize size) {
        VitShape shape = new VitShape(
                PatchGrid.of(size.rows(), size.columns(), PATCH),
                PATCH,
                3,
                24,
                2,
                2,
                16,
                2,
                2,
                4,
                1e-6,
                VitForm.MAE,
                Ranks.WHOLE);
        Objective objective = new RateDistortion(
                1e4,
                RateUnit.IMAGE_MEAN,
                0.75,
                new FactorizedModel(shape.dim(), DensitySettings.compressAi()),
                new PixelDecoder(shape, true));
        Preprocessing preprocessing = new Preprocessing(
                size, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225), false, Optional.empty());
        ImageSource images = preprocessing.images(
                IntStream.range(0, 8).mapToObj(i -> picture(i, 40)).toList());
        Batches batches = Batches.training(
                images, new RandomCrop(size, 0.2, 1, 0.75, 0.5, 0, 0, false), preprocessing.normalization(), 4, 1);
        Model model = Model.random(shape, objective, seed);
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
