package org.nec4j.picture;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nec4j.data.ByteImage;
import org.nec4j.data.ImageSource;
import org.nec4j.data.SubsetImages;
import org.nec4j.export.Prediction;
import org.nec4j.export.Preprocessing;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/**
 * What there is to see of a run's model.
 *
 * @param specimens  a few images
 * @param statistics of more images under the run's own codec; nothing in a run without a bottleneck
 */
public record Looks(List<Specimen> specimens, Optional<CodeStatistics> statistics) {
    private static final int SPECIMENS = 4;
    private static final int COUNTED = 32;

    /**
     * A trained masked autoencoder.
     *
     * @param maskRatio share of the patches that were hidden in training; at 0 nothing is hidden and the guess is a reconstruction
     * @param context   what computes
     */
    public record Model(
            VitShape shape,
            Tensors tensors,
            Preprocessing preprocessing,
            Prediction prediction,
            double maskRatio,
            LayerContext context) {}

    /** Nothing to see, where a run's images are not here. */
    public static Looks none() {
        return new Looks(List.of(), Optional.empty());
    }

    /**
     * Looks at images spread evenly over a source.
     *
     * @param own      the run's codec, if it has a bottleneck
     * @param siblings codecs of other rates to look through beside it, opened one after the other
     */
    public static Looks at(
            Model model,
            Optional<CodecView> own,
            List<Supplier<CodecView>> siblings,
            ImageSource images,
            Console console) {
        ImageSource few = SubsetImages.spread(images, SPECIMENS);
        List<String> names = names(few);
        List<Specimen> specimens = masked(model, few);
        if (own.isEmpty()) {
            return new Looks(specimens, Optional.empty());
        }
        ImageSource many = SubsetImages.spread(images, COUNTED);
        List<List<Shown>> views = new ArrayList<>();
        List<Shown> counted;
        int total = many.size() + few.size() * (1 + siblings.size());
        try (Progress progress = console.progress("drawing the report", total, "images")) {
            counted = own.get().look(many, names(many), progress, 0);
            views.add(own.get().look(few, names, progress, many.size()));
            for (Supplier<CodecView> sibling : siblings) {
                views.add(sibling.get().look(few, names, progress, many.size() + views.size() * few.size()));
            }
        }
        views.sort(Comparator.comparingDouble(
                view -> view.stream().mapToInt(Shown::bytes).average().orElse(0)));
        List<Specimen> coded = IntStream.range(0, specimens.size())
                .mapToObj(i -> {
                    Specimen bare = specimens.get(i);
                    List<Shown> through =
                            views.stream().map(view -> view.get(i)).toList();
                    return new Specimen(bare.name(), bare.original(), bare.masked(), bare.guessed(), through);
                })
                .toList();
        return new Looks(coded, Optional.of(CodeStatistics.of(counted)));
    }

    /** At most so many images, spread evenly over a source, without a codec: each original, masked and guessed, side by side. */
    public static List<ByteImage> strips(Model model, ImageSource images, int most) {
        return masked(model, SubsetImages.spread(images, most)).stream()
                .map(Specimen::strip)
                .toList();
    }

    private static List<Specimen> masked(Model model, ImageSource images) {
        return new MaskedView(
                        model.shape(),
                        model.tensors(),
                        model.preprocessing(),
                        model.prediction(),
                        model.maskRatio(),
                        model.context())
                .look(images, names(images));
    }

    private static List<String> names(ImageSource images) {
        return IntStream.range(0, images.size()).mapToObj(images::name).toList();
    }
}
