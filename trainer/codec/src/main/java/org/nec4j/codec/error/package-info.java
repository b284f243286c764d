/** The two exceptions: for what a user can mend, and, as its special case, for bytes that are not what they should be. */
package org.nec4j.codec.error;
