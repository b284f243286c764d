package org.nec4j.codec;

class FactorisedCoderTest extends LatentCoderBattery {
    @Override
    Codec codec() {
        return TestCodecs.factorised();
    }
}
