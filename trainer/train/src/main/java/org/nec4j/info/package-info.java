/** The verb {@code info}: what a file or folder is, made by what from what, whether it is whole, and what reads it. */
package org.nec4j.info;
