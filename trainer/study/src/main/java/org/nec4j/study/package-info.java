/**
 * Verbs that put others together: a codec's accuracy at real bytes, and whole comparisons with their tables, figures and verdicts.
 * It opens what settings name, measures with eval, baseline and export, and hands the numbers to report.
 */
package org.nec4j.study;
