package org.nec4j.reid;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Sha256;
import org.nec4j.config.Configs;
import org.nec4j.config.ReidExperiment;
import org.nec4j.config.ReidExperiment.Identities;
import org.nec4j.config.ReidExperiment.Part;
import org.nec4j.data.ImageSource;
import org.nec4j.data.PooledImages;
import org.nec4j.data.Split;
import org.nec4j.data.SubsetImages;
import org.nec4j.export.Preprocessing;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/**
 * Who an experiment learns from, and who it searches; nobody is both.
 *
 * @param train  learnt from
 * @param test   searched; drawn views are the same whatever the seed
 * @param digest SHA-256 of all images, hexadecimal
 */
public record ReidData(ViewSet train, ViewSet test, String digest) {
    /** Seed of the views that are searched. */
    public static final long TEST_SEED = 0;

    /** Opens the sets of an experiment; throws UserException where an identity is on both sides, or none is seen twice. */
    public static ReidData of(ReidExperiment settings, Preprocessing preprocessing, Console console) {
        ReidExperiment.Data data = settings.data();
        if (data.identities() == Identities.CLASSES) {
            ClassViews train = classes(data, data.train());
            ClassViews test = classes(data, data.test());
            Set<String> shared = new TreeSet<>(train.names());
            shared.retainAll(test.names());
            if (!shared.isEmpty()) {
                throw new UserException(
                        "the identity '" + shared.iterator().next() + "' is in data.train and in data.test"
                                + (shared.size() > 1 ? ", and so are " + (shared.size() - 1) + " others" : "")
                                + "; an open set is searched for identities that nothing was learnt from: keep them apart");
            }
            ViewSet learnt = train.views();
            ViewSet searched = searched(test.views());
            requireTwice(learnt, "data.train");
            return new ReidData(learnt, searched, digest(learnt.images(), searched.images(), console));
        }
        ImageSource train = scenes(data.train());
        ImageSource test = scenes(data.test());
        String digest = digest(train, test, console);
        return new ReidData(
                views(train, data.views(), preprocessing, settings.experiment().seed()),
                views(test, data.views(), preprocessing, TEST_SEED),
                digest);
    }

    /** What an experiment searches alone, for a codec that is there. */
    public static ViewSet test(ReidExperiment settings, Preprocessing preprocessing) {
        ReidExperiment.Data data = settings.data();
        return data.identities() == Identities.CLASSES
                ? searched(classes(data, data.test()).views())
                : views(scenes(data.test()), data.views(), preprocessing, TEST_SEED);
    }

    private static ViewSet searched(ViewSet views) {
        requireTwice(views, "data.test");
        return views;
    }

    /** Throws where every identity was seen by one camera alone. */
    private static void requireTwice(ViewSet views, String what) {
        Map<Integer, Integer> first = new HashMap<>();
        for (int i = 0; i < views.identities().length; i++) {
            Integer camera = first.putIfAbsent(views.identities()[i], views.cameras()[i]);
            if (camera != null && camera != views.cameras()[i]) {
                return;
            }
        }
        throw new UserException(
                "every identity of " + what + " has one view alone, so that nothing can be found again: take identities"
                        + " with images of two cameras at least, or data.identities = scenes, whose views are drawn");
    }

    private static ViewSet views(ImageSource scenes, int views, Preprocessing preprocessing, long seed) {
        return ViewSet.ofScenes(scenes, views, preprocessing.size(), preprocessing.enlarge(), seed);
    }

    private static ClassViews classes(ReidExperiment.Data data, List<Part> parts) {
        ClassViews views = new ClassViews(data.camera().map(Pattern::compile));
        parts.forEach(part -> views.add(open(part), splits(part), part.most()));
        return views;
    }

    private static ImageSource scenes(List<Part> parts) {
        List<ImageSource> sources = new ArrayList<>();
        for (Part part : parts) {
            ImageSource all = open(part).only(splits(part));
            sources.add(part.most()
                    .<ImageSource>map(most -> SubsetImages.spread(all, most))
                    .orElse(all));
        }
        return new PooledImages(sources);
    }

    private static OpenedSet open(Part part) {
        return OpenedSet.open(Configs.dataset(part.set()).settings());
    }

    private static Split[] splits(Part part) {
        return part.splits().stream().map(word -> Split.valueOf(word.name())).toArray(Split[]::new);
    }

    /** Digest of all pictures; throws where a picture is on both sides. */
    private static String digest(ImageSource train, ImageSource test, Console console) {
        Map<String, String> known = new HashMap<>();
        MessageDigest all = Sha256.begin();
        int sum = train.size() + test.size();
        try (Progress progress = console.progress("comparing identities", sum, "images")) {
            for (int i = 0; i < sum; i++) {
                boolean isLearnt = i < train.size();
                ImageSource images = isLearnt ? train : test;
                int at = isLearnt ? i : i - train.size();
                String hex = Sha256.of(images.picture(at).samples());
                all.update(hex.getBytes(StandardCharsets.US_ASCII));
                if (isLearnt) {
                    known.putIfAbsent(hex, images.name(at));
                } else if (known.containsKey(hex)) {
                    throw new UserException(
                            images.name(at) + ": of data.test is the same picture as " + known.get(hex)
                                    + " of data.train; an open set is searched for identities that nothing was learnt from: take one of them out");
                }
                progress.at(i + 1.0);
            }
        }
        return Sha256.hex(all);
    }
}
