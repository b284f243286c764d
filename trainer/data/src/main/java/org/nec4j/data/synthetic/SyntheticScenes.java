package org.nec4j.data.synthetic;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nec4j.data.ByteImage;
import org.nec4j.data.CounterRandom;
import org.nec4j.data.Dataset;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Sample;
import org.nec4j.data.Split;
import org.nec4j.data.SplitRule;

/**
 * Synthetic scenes by number: scene {@code n} shows kind {@code n mod 10} and is drawn from (seed, n) whenever it is asked for.
 *
 * <p>Only integer arithmetic, the basic floating-point operations, which Java 17 evaluates strictly, and {@code StrictMath} are used:
 * a scene is the same to the bit on every machine.
 *
 * @param size number of scenes
 * @param side pixels a side
 * @param seed all scenes derive from it
 */
public record SyntheticScenes(int size, int side, long seed) implements ImageSource {
    public SyntheticScenes {
        if (size < 1 || side < 1) {
            throw new IllegalArgumentException(size + " scenes of " + side + " pixels a side");
        }
    }

    /** These scenes as a data set whose splits the rule decides; the samples' paths name no files. */
    public Dataset dataset(String name, SplitRule rule) {
        List<Sample> samples = new ArrayList<>(size);
        for (int number = 0; number < size; number++) {
            String key = key(number);
            samples.add(new Sample(key, Path.of(key), label(number), Split.TRAIN, Optional.empty()));
        }
        return new Dataset(name, SceneKind.words(), rule.apply(samples));
    }

    /** Image and land cover of scene {@code number}. */
    public Scene scene(int number) {
        Dice dice = new Dice(CounterRandom.of(seed, number));
        Painting canvas = new Painting(side, dice.between(0.8, 1.6));
        kind(number).draw(new Site(canvas, dice));
        double gain = dice.between(0.78, 1.2);
        double[] light = {gain * dice.between(0.94, 1.06), gain, gain * dice.between(0.92, 1.08)};
        return canvas.develop(light, dice.between(0, 0.16), dice.between(0.5, 4), dice);
    }

    @Override
    public ByteImage image(int index) {
        return scene(index).image();
    }

    @Override
    public int label(int index) {
        return kind(index).ordinal();
    }

    @Override
    public String name(int index) {
        return "synthetic scene " + key(index);
    }

    private static SceneKind kind(int number) {
        return SceneKind.values()[number % SceneKind.values().length];
    }

    private static String key(int number) {
        return String.format(Locale.ROOT, "%s/%06d.png", kind(number).word(), number);
    }
}
