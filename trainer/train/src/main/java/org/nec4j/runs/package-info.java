/**
 * Many runs: what is in a folder of them, what tells some of them apart, and sweeps, which work on one run a point in processes of their
 * own. Reads run folders through {@code train} and trains nothing itself.
 */
package org.nec4j.runs;
