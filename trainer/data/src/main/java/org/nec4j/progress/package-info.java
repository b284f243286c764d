/**
 * What a verb tells while it works: sentences, and how far it is. Knows no other package, so that every other may use it;
 * where the words go (a terminal, a log, nowhere) is decided by whoever starts the verb.
 */
package org.nec4j.progress;
