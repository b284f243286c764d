package org.nec4j.metric;

class LearntStepTest extends LearntStepBattery {
    LearntStepTest() {
        super(2);
    }
}
