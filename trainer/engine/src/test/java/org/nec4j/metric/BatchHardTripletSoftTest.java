package org.nec4j.metric;

class BatchHardTripletSoftTest extends BatchHardTripletTest {
    @Override
    protected BatchHardTriplet layer() {
        return new BatchHardTriplet("triplet", 3, Double.POSITIVE_INFINITY);
    }
}
