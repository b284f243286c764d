package org.nec4j.data;

/**
 * Several views of every scene: a part of half the scene's area to all of it, so that any two overlap, turned or mirrored into one of
 * the eight symmetries and made up to a fifth darker or a quarter lighter. View {@code v} of scene {@code s} is image {@code s * views + v} and
 * depends on seed, scene and view alone. An image's class is its scene.
 */
public final class SceneViews implements ImageSource {
    private static final double LEAST_AREA = 0.5;
    private static final double DARKEST = 0.8;

    private static final long PURPOSE = 0x7669657773L;
    private static final int LIGHT = 1;

    private final ImageSource scenes;
    private final int views;
    private final RandomCrop crop;
    private final long seed;

    /**
     * Views of these scenes, 8-bit pictures all.
     *
     * @param views   of a scene
     * @param size    of a view
     * @param enlarge whether scenes smaller than that are enlarged or refused
     */
    public SceneViews(ImageSource scenes, int views, ImageSize size, boolean enlarge, long seed) {
        this.scenes = scenes;
        this.views = views;
        this.crop = new RandomCrop(size, LEAST_AREA, 1, 1, 0.5, 0.5, 0.5, enlarge);
        this.seed = seed;
    }

    @Override
    public int size() {
        return Math.multiplyExact(scenes.size(), views);
    }

    @Override
    public Picture image(int index) {
        ByteImage scene = scenes.picture(scene(index));
        CounterRandom random = CounterRandom.of(seed, PURPOSE, scene(index), view(index));
        View view = crop.checkedView(scene.width(), scene.height(), random, name(index));
        ByteImage seen = view.of(scene);
        double light = StrictMath.pow(DARKEST, random.child(LIGHT).uniform(0, -1, 1));
        byte[] samples = new byte[seen.samples().length];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (byte) Math.min(255, Math.rint((seen.samples()[i] & 0xFF) * light));
        }
        return new ByteImage(seen.width(), seen.height(), seen.channels(), samples);
    }

    /** The scene that an image shows. */
    public int scene(int index) {
        return index / views;
    }

    /** Which of the scene's views an image is. */
    public int view(int index) {
        return index % views;
    }

    @Override
    public int label(int index) {
        return scene(index);
    }

    @Override
    public String name(int index) {
        return scenes.name(scene(index)) + ", view " + view(index);
    }
}
