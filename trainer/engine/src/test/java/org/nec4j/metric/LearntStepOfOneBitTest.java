package org.nec4j.metric;

class LearntStepOfOneBitTest extends LearntStepTest {
    @Override
    int bits() {
        return 1;
    }
}
