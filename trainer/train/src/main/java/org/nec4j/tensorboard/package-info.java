/**
 * TensorBoard's event files, written and cut back; on the side, it knows no other package but the codec's for files. The format is
 * TensorFlow's: records framed by length and masked CRC-32C, each a protocol buffer of type {@code Event}.
 */
package org.nec4j.tensorboard;
