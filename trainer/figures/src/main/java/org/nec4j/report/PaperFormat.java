package org.nec4j.report;

/** Kinds of file that a study can leave for papers, beside its SVG figures and its Markdown table. */
public enum PaperFormat {
    /** Every figure as a PDF of its size. */
    PDF,
    /** The tables as LaTeX, in the manner of the package booktabs. */
    LATEX
}
