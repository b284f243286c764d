/** The command line: one class a command that parses its words and calls one verb of the core; no logic of its own. */
package org.nec4j.cli;
