package org.nec4j.nn;

class TokenProjectionTest extends FusedLayerBattery<TokenProjection> {
    TokenProjectionTest() {
        super(() -> new TokenProjection("embed", 4, 3), shape(2, 3, 4), shape(2, 4, 3));
    }
}
