package org.nec4j.codec.entropy;

import java.util.Arrays;

/** The coder told the row of each symbol; the streams must be those of the coder that goes row by row. */
class RansEncoderWithRowsTest extends EntropyCoderBattery {
    @Override
    byte[] encode(int[] symbols, int perRow, CdfTables tables) {
        return RansEncoder.encode(symbols, rows(perRow, tables), tables);
    }

    @Override
    int[] decode(byte[] stream, int perRow, CdfTables tables) {
        return RansDecoder.decode(stream, rows(perRow, tables), tables);
    }

    private static int[] rows(int perRow, CdfTables tables) {
        int[] rows = new int[tables.rows() * perRow];
        Arrays.setAll(rows, i -> i / perRow);
        return rows;
    }
}
