/**
 * From and to other formats: a run to a codec or a state dict, a checkpoint to a codec, images to a transform codec.
 */
package org.nec4j.convert;
