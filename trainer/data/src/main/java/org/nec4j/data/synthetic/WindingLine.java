package org.nec4j.data.synthetic;

/** A winding line through the scene, such as a road or a river, tabulated along its axis. */
final class WindingLine implements Shape {
    private static final double REACH = 140;
    private static final double STEP = 0.5;

    private final Frame frame;
    private final double halfWidth;
    private final double[] offset;
    private final double[] shrink;

    /**
     * A line through {@code frame}'s middle along its axis.
     *
     * @param swing how far it leaves its axis
     * @param period length of its longer windings
     */
    WindingLine(Frame frame, double halfWidth, double swing, double period, Dice dice) {
        this.frame = frame;
        this.halfWidth = halfWidth;
        int places = (int) (2 * REACH / STEP) + 1;
        offset = new double[places];
        shrink = new double[places];
        double phase = dice.between(0, 6.28);
        double second = dice.between(0, 6.28);
        double share = dice.between(0.2, 0.45);
        for (int i = 0; i < places; i++) {
            double t = 6.28 * (i * STEP - REACH) / period;
            offset[i] = swing * (StrictMath.sin(t + phase) + share * StrictMath.sin(2.3 * t + second));
        }
        for (int i = 0; i < places; i++) {
            double slope = (offset[Math.min(i + 1, places - 1)] - offset[Math.max(i - 1, 0)]) / (2 * STEP);
            shrink[i] = 1 / Math.sqrt(1 + slope * slope);
        }
    }

    /** Distance across from the line's middle, with a sign that tells the sides apart. */
    double side(double x, double y) {
        double place = (frame.u(x, y) + REACH) / STEP;
        int i = (int) Math.max(0, Math.min(place, offset.length - 1));
        return (frame.v(x, y) - offset[i]) * shrink[i];
    }

    @Override
    public double distance(double x, double y) {
        return Math.abs(side(x, y)) - halfWidth;
    }
}
