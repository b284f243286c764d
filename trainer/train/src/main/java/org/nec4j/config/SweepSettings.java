package org.nec4j.config;

import java.util.List;

/**
 * The points of a sweep: runs of one experiment that differ in a few settings.
 *
 * @param grid every combination of these values
 * @param list points one by one, after those of the grid
 */
record SweepSettings(SweepGrid grid, List<StatedPoint> list) {}
