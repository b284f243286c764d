/**
 * Files that are written whole or not at all, bytes that are read with every length checked, JSON text. Not exported: for this
 * module and for those that make codecs.
 */
package org.nec4j.codec.io;
