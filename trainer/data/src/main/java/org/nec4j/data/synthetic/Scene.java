package org.nec4j.data.synthetic;

import org.nec4j.data.ByteImage;

/**
 * A synthetic scene.
 *
 * @param image what the camera sees, RGB
 * @param cover ordinal of the {@link LandCover} of each pixel, [H, W] flattened; not to be changed
 */
public record Scene(ByteImage image, byte[] cover) {}
