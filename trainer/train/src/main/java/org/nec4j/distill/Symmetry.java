package org.nec4j.distill;

/** The eight reflections of a square, 0 being none: bit 0 swaps left and right, bit 1 then top and bottom, bit 2 then rows and columns. */
final class Symmetry {
    private Symmetry() {}

    /** Squares [.., side, side], one after another, seen so. */
    static float[] of(float[] squares, int side, int symmetry) {
        if (symmetry == 0) {
            return squares;
        }
        float[] seen = new float[squares.length];
        for (int at = 0; at < squares.length; at += side * side) {
            for (int to = 0; to < side * side; to++) {
                int column = (symmetry & 4) == 0 ? to % side : to / side;
                int row = (symmetry & 4) == 0 ? to / side : to % side;
                int fromRow = (symmetry & 2) == 0 ? row : side - 1 - row;
                int fromColumn = (symmetry & 1) == 0 ? column : side - 1 - column;
                seen[at + to] = squares[at + fromRow * side + fromColumn];
            }
        }
        return seen;
    }
}
