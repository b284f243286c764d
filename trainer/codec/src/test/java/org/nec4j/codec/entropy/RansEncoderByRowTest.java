package org.nec4j.codec.entropy;

class RansEncoderByRowTest extends EntropyCoderBattery {
    @Override
    byte[] encode(int[] symbols, int perRow, CdfTables tables) {
        return RansEncoder.encodeByRow(symbols, perRow, tables);
    }

    @Override
    int[] decode(byte[] stream, int perRow, CdfTables tables) {
        return RansDecoder.decodeByRow(stream, perRow, tables);
    }
}
