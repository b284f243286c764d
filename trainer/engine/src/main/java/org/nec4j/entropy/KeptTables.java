package org.nec4j.entropy;

import java.util.Optional;
import org.nec4j.codec.entropy.CdfTables;

/** Integer tables that exist already, because streams were written with them: whoever makes a codec takes them and builds the others. */
public interface KeptTables {
    /** There are none. */
    KeptTables NONE = new KeptTables() {
        @Override
        public Optional<CdfTables> tables(String module) {
            return Optional.empty();
        }

        @Override
        public Optional<float[]> scales(String module) {
            return Optional.empty();
        }
    };

    /** The tables of a layer by its name. */
    Optional<CdfTables> tables(String module);

    /** The standard deviations that the tables of a Gaussian conditional stand for. */
    Optional<float[]> scales(String module);
}
