/**
 * The masked autoencoder: its shape, its tensors, its frozen trunk and its encoder for inference. The trainable part is put
 * together from the layers of {@code nn} by whoever trains.
 */
package org.nec4j.vit;
