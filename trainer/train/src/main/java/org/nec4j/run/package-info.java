/**
 * The folder of a run: its settings, states, measurements and who worked on it. What a killed run needs to go on, and what others read of it.
 */
package org.nec4j.run;
