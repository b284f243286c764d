/** The verb {@code doctor}: whether this machine is fit for the work, each check with a verdict and, where something is wrong, a remedy. */
package org.nec4j.doctor;
