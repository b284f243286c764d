package org.nec4j.metric;

class LearntStepOfOneBitTest extends LearntStepBattery {
    LearntStepOfOneBitTest() {
        super(1);
    }
}
