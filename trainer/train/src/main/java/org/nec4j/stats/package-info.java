/** The verb {@code stats}: what the bands of a data set hold, measured before anything learns from them. */
package org.nec4j.stats;
