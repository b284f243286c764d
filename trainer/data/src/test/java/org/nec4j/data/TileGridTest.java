package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nec4j.codec.error.UserException;

class TileGridTest {
    private static List<Integer> lefts(Edge edge, int width, int side, int stride) {
        return new TileGrid(side, stride, edge)
                .of(width, side).stream().map(tile -> tile.box().left()).toList();
    }

    @Test
    void dropsPadsOrShiftsTheRest() {
        assertThat(lefts(Edge.DROP, 100, 32, 32)).containsExactly(0, 32, 64);
        assertThat(lefts(Edge.PAD, 100, 32, 32)).containsExactly(0, 32, 64, 96);
        assertThat(lefts(Edge.SHIFT, 100, 32, 32)).containsExactly(0, 32, 64, 68);
    }

    @Test
    void isTheSameWhereTilesFit() {
        for (Edge edge : Edge.values()) {
            assertThat(lefts(edge, 96, 32, 32)).containsExactly(0, 32, 64);
            assertThat(lefts(edge, 96, 32, 16)).containsExactly(0, 16, 32, 48, 64);
            assertThat(lefts(edge, 32, 32, 50)).containsExactly(0);
        }
    }

    @Test
    void leavesGapsWhereTheStrideIsLonger() {
        assertThat(lefts(Edge.DROP, 100, 10, 40)).containsExactly(0, 40, 80);
        assertThat(lefts(Edge.PAD, 100, 10, 40)).containsExactly(0, 40, 80);
        assertThat(lefts(Edge.PAD, 125, 10, 40)).containsExactly(0, 40, 80, 120);
        assertThat(lefts(Edge.SHIFT, 125, 10, 40)).containsExactly(0, 40, 80, 115);
    }

    @Test
    void givesNothingOfAnImageThatIsTooSmallUnlessItIsPadded() {
        assertThat(lefts(Edge.DROP, 31, 32, 32)).isEmpty();
        assertThat(lefts(Edge.SHIFT, 31, 32, 32)).isEmpty();
        assertThat(lefts(Edge.PAD, 31, 32, 32)).containsExactly(0);
    }

    @Test
    void countsRowsAndColumns() {
        assertThat(new TileGrid(2, 2, Edge.DROP).of(4, 5))
                .containsExactly(
                        new TileGrid.Tile(0, 0, new Box(0, 0, 2, 2)),
                        new TileGrid.Tile(0, 1, new Box(2, 0, 2, 2)),
                        new TileGrid.Tile(1, 0, new Box(0, 2, 2, 2)),
                        new TileGrid.Tile(1, 1, new Box(2, 2, 2, 2)));
    }

    @Test
    void tilesThatAreNotSquareLieRowByRow() {
        assertThat(new TileGrid(new ImageSize(2, 3), new ImageSize(1, 3), Edge.DROP).of(7, 3))
                .extracting(TileGrid.Tile::box)
                .containsExactly(new Box(0, 0, 3, 2), new Box(3, 0, 3, 2), new Box(0, 1, 3, 2), new Box(3, 1, 3, 2));
    }

    @Test
    void refusesTilesOfNothing() {
        assertThatThrownBy(() -> new TileGrid(0, 1, Edge.DROP)).isInstanceOf(UserException.class);
        assertThatThrownBy(() -> new TileGrid(1, 0, Edge.DROP)).isInstanceOf(UserException.class);
    }
}
