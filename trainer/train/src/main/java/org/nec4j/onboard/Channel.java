package org.nec4j.onboard;

import java.util.Optional;
import org.nec4j.codec.model.EightBits;
import org.nec4j.sensing.SensingNoise;

/**
 * What happens to pixels before they are measured and to measurements before they are looked at.
 *
 * @param noise on pixels, and on measurements that are no bytes
 * @param bits  how measurements become bytes; nothing where they do not
 * @param flips probability of each of their bits to flip
 */
record Channel(SensingNoise noise, Optional<EightBits> bits, double flips) {}
