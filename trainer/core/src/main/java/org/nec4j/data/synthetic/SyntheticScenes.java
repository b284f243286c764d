package org.nec4j.data.synthetic;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
 * @param numbers which scenes these are, in their order
 * @param side pixels a side
 * @param seed all scenes derive from it
 */
public record SyntheticScenes(List<Integer> numbers, int side, long seed) implements ImageSource {
    public SyntheticScenes {
        numbers = List.copyOf(numbers);
        if (side < 1) {
            throw new IllegalArgumentException("scenes of " + side + " pixels a side");
        }
    }

    /** Scenes 0 to {@code images} - 1 as a data set whose splits the rule decides; the samples' paths name no files. */
    public static Dataset dataset(String name, int images, SplitRule rule) {
        List<Sample> samples = new ArrayList<>(images);
        for (int number = 0; number < images; number++) {
            String key = key(number);
            samples.add(new Sample(key, Path.of(key), kindOf(number), Split.TRAIN, Optional.empty()));
        }
        return new Dataset(name, SceneKind.words(), rule.apply(samples));
    }

    /** Draws scene {@code number}. */
    public static Scene draw(int number, int side, long seed) {
        Dice dice = new Dice(CounterRandom.of(seed, number));
        Canvas canvas = new Canvas(side, dice.between(0.8, 1.6));
        Place place = new Place(canvas, dice);
        SceneKind.values()[kindOf(number)].draw(place);
        double gain = dice.between(0.78, 1.2);
        double[] light = {gain * dice.between(0.94, 1.06), gain, gain * dice.between(0.92, 1.08)};
        return canvas.develop(light, dice.between(0, 0.16), dice.between(0.5, 4), dice);
    }

    /** Image and land cover of scene {@code index}. */
    public Scene scene(int index) {
        return draw(numbers.get(index), side, seed);
    }

    @Override
    public int size() {
        return numbers.size();
    }

    @Override
    public ByteImage image(int index) {
        return scene(index).image();
    }

    @Override
    public int label(int index) {
        return kindOf(numbers.get(index));
    }

    @Override
    public String name(int index) {
        return "synthetic scene " + key(numbers.get(index));
    }

    private static int kindOf(int number) {
        return number % SceneKind.values().length;
    }

    private static String key(int number) {
        return "%s/%06d.png".formatted(SceneKind.values()[kindOf(number)].word(), number);
    }
}
