package org.nec4j.data.synthetic;

import java.util.Locale;

/** What covers the ground at a pixel of a synthetic scene; the ordinal is the value in its mask. */
public enum LandCover {
    /** Low vegetation. */
    GRASS,
    /** Tree crowns and shrubs. */
    TREES,
    /** Fields under cultivation, ploughed ones included. */
    CROPS,
    /** Bare earth and rock. */
    SOIL,
    /** Dunes and beaches. */
    SAND,
    /** Lakes, rivers, sea and pools. */
    WATER,
    /** Roads, yards and car parks. */
    PAVEMENT,
    /** Roofs. */
    BUILDING,
    /** Cars and lorries. */
    VEHICLE;

    /** The lower-case word that files use. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
