package org.nec4j.data;

/**
 * A random part of the image resized to a size, then mirrored by chance: the augmentation of masked autoencoders.
 *
 * <p>The geometry is torchvision's RandomResizedCrop: ten attempts to draw an area uniform in [minScale, maxScale] of the image and an
 * aspect log-uniform in [minAspect, 1 / minAspect] that fit, then the largest centred part of an allowed aspect. Aspects are relative to the
 * size's, so that what is not square is distorted no more than a square.
 *
 * @param size what the part becomes
 * @param minScale least share of the image's area, e.g. 0.2
 * @param maxScale greatest share, e.g. 1
 * @param minAspect least width by height of the part over that of the size, e.g. 3/4
 * @param mirror probability of swapping left and right, e.g. 0.5
 * @param flip probability of swapping top and bottom; pictures from above have no upright, so 0.5 suits them too
 * @param turn probability of reflecting in the diagonal; with mirror and flip at 0.5 all eight symmetries are equally likely
 * @param enlarge whether images smaller than the size are allowed
 */
public record RandomCrop(
        ImageSize size,
        double minScale,
        double maxScale,
        double minAspect,
        double mirror,
        double flip,
        double turn,
        boolean enlarge)
        implements Transform {
    private static final int ATTEMPTS = 10;
    private static final int DRAWS_AN_ATTEMPT = 4;
    private static final int AFTER_ATTEMPTS = ATTEMPTS * DRAWS_AN_ATTEMPT;

    public RandomCrop {
        if (!(minScale > 0 && minScale <= maxScale && maxScale <= 1) || !(minAspect > 0 && minAspect <= 1)) {
            throw new IllegalArgumentException("random crop of " + size + ", scale " + minScale + " to " + maxScale
                    + ", aspect from " + minAspect);
        }
    }

    /** The reference's: scale 0.2 to 1, aspect 3/4 to 4/3, mirrored half of the time. */
    public static RandomCrop ofMae(int side) {
        return new RandomCrop(ImageSize.square(side), 0.2, 1.0, 3.0 / 4.0, 0.5, 0, 0, false);
    }

    @Override
    public View view(int width, int height, CounterRandom random) {
        boolean turned = random.chance(AFTER_ATTEMPTS + 2, turn);
        ImageSize upright = turned ? size.turned() : size;
        return new View(
                part(width, height, (double) upright.columns() / upright.rows(), random),
                upright.columns(),
                upright.rows(),
                Box.whole(upright.columns(), upright.rows()),
                random.chance(AFTER_ATTEMPTS, mirror),
                random.chance(AFTER_ATTEMPTS + 1, flip),
                turned);
    }

    private Box part(int width, int height, double wanted, CounterRandom random) {
        double logAspect = StrictMath.log(minAspect);
        double area = (double) width * height;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int draw = attempt * DRAWS_AN_ATTEMPT;
            double target = area * random.uniform(draw, minScale, maxScale);
            double aspect = wanted * StrictMath.exp(random.uniform(draw + 1, logAspect, -logAspect));
            int w = (int) Math.rint(Math.sqrt(target * aspect));
            int h = (int) Math.rint(Math.sqrt(target / aspect));
            if (w > 0 && w <= width && h > 0 && h <= height) {
                int top = random.below(draw + 2, height - h + 1);
                int left = random.below(draw + 3, width - w + 1);
                return new Box(left, top, w, h);
            }
        }
        return centred(width, height, wanted);
    }

    private Box centred(int width, int height, double wanted) {
        double aspect = (double) width / height;
        int w = width;
        int h = height;
        if (aspect < wanted * minAspect) {
            h = (int) Math.rint(w / (wanted * minAspect));
        } else if (aspect > wanted / minAspect) {
            w = (int) Math.rint(h / minAspect * wanted);
        }
        return new Box((width - w) / 2, (height - h) / 2, w, h);
    }
}
