/** Compressed learning from images to judged classes: its images, its noise, its training and its run folder. */
package org.nec4j.onboard;
