package org.nec4j.codec.grid;

/** What the network gives for a map of any size: in stored units, the part beyond the map cut off. */
final class Base {
    private final GridModel model;
    private final GridVariable variable;
    private final int height;
    private final int width;

    Base(GridModel model, GridVariable variable) {
        this.model = model;
        this.variable = variable;
        this.height = padded(variable.height());
        this.width = padded(variable.width());
    }

    private int padded(int cells) {
        int multiple = model.multiple();
        return (cells + multiple - 1) / multiple * multiple;
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    double[] of(Codes codes, int level) {
        float[] standardized = model.decode(codes, height, width);
        GridModel.Standard standard = model.standard(variable.name(), level);
        double[] cells = new double[variable.cells()];
        for (int y = 0; y < variable.height(); y++) {
            for (int x = 0; x < variable.width(); x++) {
                float value = standardized[y * width + x];
                // A network that overflowed gives the mean: any number will do that both sides agree upon.
                double whole = (Float.isFinite(value) ? value : 0) * standard.scale() + standard.mean();
                cells[y * variable.width() + x] = (whole - variable.offset()) / variable.scale();
            }
        }
        return cells;
    }
}
