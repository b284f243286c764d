package org.nec4j.kernel.cpu;

/** The right side of a product, [k, n], cut into panels of {@link VectorTile#COLUMNS} columns that the inner loop reads in order. */
final class Panels {
    private static final int COLUMNS = VectorTile.COLUMNS;
    /** Inner dimension of a block that stays in the first cache while it is turned over. */
    private static final int BLOCK = 64;

    /** Numbers worth a thread's attention. */
    private static final int GRAIN = 1 << 15;

    /** Panel after panel, each [k, COLUMNS]. */
    final float[] values;

    final int k;
    final int n;

    private Panels(float[] values, int k, int n) {
        this.values = values;
        this.k = k;
        this.n = n;
    }

    /** Whether so many columns make whole panels. */
    static boolean fit(int n) {
        return n % COLUMNS == 0;
    }

    /** Where columns from panel number panel on, rows from p on, begin. */
    int at(int panel, int p) {
        return (panel * k + p) * COLUMNS;
    }

    int count() {
        return n / COLUMNS;
    }

    /** b [k, n] as it lies in memory; the result lives in the calling thread's lane until its next product. */
    static Panels of(Team team, Floats b, int k, int n) {
        Panels panels = new Panels(Lane.current().row(Lane.PANELS, k * n), k, n);
        RowParts split = panels.split();
        team.run(split.parts(), part -> {
            for (int panel = split.first(part); panel < split.first(part) + split.count(part); panel++) {
                for (int p = 0; p < k; p++) {
                    b.buffer.get(p * n + panel * COLUMNS, panels.values, panels.at(panel, p), COLUMNS);
                }
            }
        });
        return panels;
    }

    /** bᵀ for b [n, k]. */
    static Panels ofTransposed(Team team, Floats b, int n, int k) {
        Panels panels = new Panels(Lane.current().row(Lane.PANELS, k * n), k, n);
        RowParts split = panels.split();
        team.run(split.parts(), part -> {
            Lane lane = Lane.current();
            for (int panel = split.first(part); panel < split.first(part) + split.count(part); panel++) {
                float[] rows = lane.read(0, b, panel * COLUMNS * k, COLUMNS * k);
                for (int p = 0; p < k; p += BLOCK) {
                    turn(rows, k, p, Math.min(k, p + BLOCK), panels.values, panels.at(panel, 0));
                }
            }
        });
        return panels;
    }

    private static void turn(float[] rows, int k, int from, int to, float[] panel, int at) {
        for (int j = 0; j < COLUMNS; j++) {
            int row = j * k;
            int column = at + j;
            for (int p = from; p < to; p++) {
                panel[column + p * COLUMNS] = rows[row + p];
            }
        }
    }

    private RowParts split() {
        return new RowParts(count(), 1 + (GRAIN - 1) / (k * COLUMNS));
    }
}
