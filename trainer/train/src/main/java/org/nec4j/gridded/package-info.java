/** Gridded fields from files to codecs: training the autoencoder of {@code grid}, its run folder, coding files with it. */
package org.nec4j.gridded;
