package org.nec4j.gridded;

import org.nec4j.codec.grid.Codes;

/** Chooses the codes of a map. */
interface Chooser {
    Codes of(Padded map);
}
