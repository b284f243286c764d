/**
 * Training: from settings and images to a run folder. Drives {@link org.nec4j.step steps}, measures, and keeps what a killed run needs to go on.
 */
package org.nec4j.train;
