/**
 * Reads trained tensors from the files that people publish, whatever wrote them, under one set of names.
 * Nothing in a file is ever executed, and every length it states is checked before memory is taken.
 */
package org.nec4j.checkpoint;
