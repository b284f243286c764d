/** Archives of gridded fields ({@code .necg}) and the decoder of the autoencoder that they were coded with, on nothing but {@code java.base}. */
package org.nec4j.codec.grid;
