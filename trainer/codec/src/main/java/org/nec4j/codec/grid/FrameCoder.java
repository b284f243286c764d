package org.nec4j.codec.grid;

import java.util.function.DoublePredicate;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.io.ByteReader;
import org.nec4j.codec.io.Bytes;

/**
 * What a map needs beside its codes: its mask where masks differ, residuals where a bound is promised, and cells that are stored as they are.
 *
 * <pre>
 *   varint n, n exceptions: varint distance from the one before, number of so many bytes as its type has, lowest first
 *   with masks of their own: varint length, mask
 *   with a bound: byte prediction, residuals to the end
 * </pre>
 *
 * A map that needs none of them has no bytes.
 */
final class FrameCoder {
    private final GridVariable variable;
    private final boolean ownMasks;

    FrameCoder(GridVariable variable, boolean ownMasks) {
        this.variable = variable;
        this.ownMasks = ownMasks;
    }

    private boolean hasBound() {
        return variable.tolerance() > 0;
    }

    /**
     * Codes a map and sees to it that what will be read keeps the bound in every cell.
     *
     * @param cells   as they are stored
     * @param network what the network gives, in stored units
     * @param absent  whether a stored number stands for none
     */
    byte[] write(double[] cells, double[] network, boolean[] missing, DoublePredicate absent) {
        byte[] best = null;
        for (Residuals.Prediction prediction :
                hasBound() ? Residuals.Prediction.values() : new Residuals.Prediction[] {Residuals.Prediction.NONE}) {
            byte[] coded = write(cells, network, missing, absent, prediction);
            best = best == null || coded.length < best.length ? coded : best;
        }
        verify(cells, read(best, network, missing), missing);
        return best;
    }

    private byte[] write(
            double[] cells,
            double[] network,
            boolean[] missing,
            DoublePredicate absent,
            Residuals.Prediction prediction) {
        BitCoder coder = BitCoder.writing();
        double[] found = hasBound()
                ? new Residuals(variable, prediction, coder).code(network, missing, cells)
                : plain(network, missing);
        Bytes exceptions = new Bytes();
        int count = 0;
        int last = 0;
        for (int i = 0; i < cells.length; i++) {
            boolean kept = missing[i]
                    ? variable.type().bits(cells[i]) == variable.type().bits(variable.missing())
                    : !absent.test(found[i]) && isWithin(cells[i], found[i]);
            if (!kept) {
                exceptions.putVarint(i - last);
                putNumber(exceptions, variable.type().bits(cells[i]));
                last = i;
                count++;
            }
        }
        byte[] mask = ownMasks ? MapMask.write(missing, variable.width()) : new byte[0];
        if (count == 0 && !ownMasks && !hasBound()) {
            return new byte[0];
        }
        Bytes all = new Bytes().putVarint(count).put(exceptions.toArray());
        if (ownMasks) {
            all.putVarint(mask.length).put(mask);
        }
        return hasBound()
                ? all.putByte(prediction.ordinal()).put(coder.finish()).toArray()
                : all.toArray();
    }

    private boolean isWithin(double wanted, double found) {
        return !hasBound() || Math.abs(variable.unpacked(wanted) - variable.unpacked(found)) <= variable.tolerance();
    }

    private void verify(double[] cells, double[] found, boolean[] missing) {
        for (int i = 0; i < cells.length; i++) {
            boolean kept = missing[i]
                    ? variable.type().bits(cells[i]) == variable.type().bits(found[i])
                    : isWithin(cells[i], found[i]);
            if (!kept) {
                throw new IllegalStateException("cell " + i + " of a map of " + variable.name() + " would be read as "
                        + found[i] + " instead of " + cells[i]);
            }
        }
    }

    private double[] plain(double[] network, boolean[] missing) {
        double[] cells = new double[network.length];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = missing[i] ? 0 : variable.type().cast(network[i]);
        }
        return cells;
    }

    /** The cells as they are stored. */
    double[] read(byte[] coded, double[] network, boolean[] shared) {
        ByteReader in = new ByteReader(coded);
        if (coded.length == 0 && (ownMasks || hasBound())) {
            throw new FormatException("a map has no bytes where it needs some", 0);
        }
        int count = coded.length == 0 ? 0 : (int) in.takeVarint(variable.cells(), "number of exceptions");
        if ((long) count * (1 + variable.type().bytes()) > in.remaining()) {
            throw new FormatException("ends before its " + count + " exceptions do", in.position());
        }
        int[] places = new int[count];
        long[] bits = new long[count];
        int at = 0;
        for (int i = 0; i < count; i++) {
            at += (int) in.takeVarint(variable.cells() - 1 - at, "place of an exception");
            places[i] = at;
            bits[i] = takeNumber(in);
        }
        boolean[] missing = shared;
        if (ownMasks) {
            int length = (int) in.takeVarint(in.remaining(), "length of a mask");
            missing = MapMask.read(in.take(length), variable.height(), variable.width());
        }
        double[] cells;
        if (hasBound()) {
            int prediction = in.takeByte();
            if (prediction >= Residuals.Prediction.values().length) {
                throw new FormatException(
                        "predicts residuals in way " + prediction + ", which there is not", in.position());
            }
            cells = new Residuals(
                            variable,
                            Residuals.Prediction.values()[prediction],
                            BitCoder.reading(in.take(in.remaining())))
                    .code(network, missing, null);
        } else {
            cells = plain(network, missing);
        }
        for (int i = 0; i < cells.length; i++) {
            cells[i] = missing[i] ? variable.missing() : cells[i];
        }
        for (int i = 0; i < count; i++) {
            cells[places[i]] = variable.type().value(bits[i]);
        }
        return cells;
    }

    private void putNumber(Bytes out, long bits) {
        for (int i = 0; i < variable.type().bytes(); i++) {
            out.putByte((int) (bits >>> 8 * i));
        }
    }

    private long takeNumber(ByteReader in) {
        long bits = 0;
        for (int i = 0; i < variable.type().bytes(); i++) {
            bits |= (long) in.takeByte() << 8 * i;
        }
        return bits;
    }
}
