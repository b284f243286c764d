package org.nec4j.picture;

import java.util.List;
import java.util.TreeMap;
import org.nec4j.codec.SymbolCosts;

/**
 * Where the bits of some images go.
 *
 * @param images      number of images
 * @param symbols     how often each symbol was coded
 * @param channelBits mean bits an image of each channel, [dim]
 * @param sideBits    mean bits an image of side information
 * @param tableBits   mean bits an image under the integer tables, side information included
 * @param codedBytes  mean length of the coded files
 */
public record CodeStatistics(
        int images,
        TreeMap<Integer, Long> symbols,
        double[] channelBits,
        double sideBits,
        double tableBits,
        double codedBytes) {
    /** Over images that went through one codec. */
    public static CodeStatistics of(List<Shown> shown) {
        TreeMap<Integer, Long> symbols = new TreeMap<>();
        double[] channels = new double[shown.get(0).costs().dim()];
        double side = 0;
        double total = 0;
        double bytes = 0;
        for (Shown image : shown) {
            SymbolCosts costs = image.costs();
            for (int symbol : costs.symbols()) {
                symbols.merge(symbol, 1L, Long::sum);
            }
            for (int c = 0; c < channels.length; c++) {
                channels[c] += costs.ofChannel(c) / shown.size();
            }
            side += costs.side() / shown.size();
            total += costs.total() / shown.size();
            bytes += (double) image.bytes() / shown.size();
        }
        return new CodeStatistics(shown.size(), symbols, channels, side, total, bytes);
    }

    /** All symbols that were coded. */
    public long count() {
        return symbols.values().stream().mapToLong(Long::longValue).sum();
    }
}
