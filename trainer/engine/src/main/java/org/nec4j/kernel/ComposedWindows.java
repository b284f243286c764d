package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Windows one number at a time, in double. */
public final class ComposedWindows implements WindowKernels {
    private final ElementAccess elements;

    /** On a backend's arrays. */
    public ComposedWindows(ElementAccess elements) {
        this.elements = elements;
    }

    @Override
    public void gather(INDArray x, Window window, INDArray columns) {
        double[] map = elements.read(x);
        double[] squares = new double[Math.toIntExact(columns.length())];
        forEachPair(x, window, (pixel, square) -> squares[square] = map[pixel]);
        elements.write(columns, squares);
    }

    @Override
    public void scatter(INDArray columns, Window window, INDArray x) {
        double[] squares = elements.read(columns);
        double[] map = new double[Math.toIntExact(x.length())];
        forEachPair(x, window, (pixel, square) -> map[pixel] += squares[square]);
        elements.write(x, map);
    }

    private interface Pair {
        void of(int pixel, int square);
    }

    /** Every number of a map with every place of the squares that it stands in. */
    private static void forEachPair(INDArray x, Window window, Pair work) {
        int height = (int) x.size(1);
        int width = (int) x.size(2);
        int channels = (int) x.size(3);
        int square = 0;
        for (int image = 0; image < x.size(0); image++) {
            for (int row = -window.before(); row < height - window.before(); row += window.stride()) {
                for (int column = -window.before(); column < width - window.before(); column += window.stride()) {
                    for (int tap = 0; tap < window.taps(); tap++) {
                        int i = row + tap / window.kernel();
                        int j = column + tap % window.kernel();
                        if (i >= 0 && i < height && j >= 0 && j < width) {
                            int pixel = ((image * height + i) * width + j) * channels;
                            for (int c = 0; c < channels; c++) {
                                work.of(pixel + c, square + c);
                            }
                        }
                        square += channels;
                    }
                }
            }
        }
    }
}
