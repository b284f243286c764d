/**
 * The consumer's side. {@link org.nec4j.codec.Codec} turns a coded stream into an {@link org.nec4j.codec.Embedding} and back, and
 * tells in {@link org.nec4j.codec.SymbolCosts} what each symbol costs; {@link org.nec4j.codec.Archive} finds streams by key and
 * {@link org.nec4j.codec.ArchiveWriter} gathers them. Whatever a user can mend raises a
 * {@link org.nec4j.codec.error.UserException}, bad bytes a {@link org.nec4j.codec.error.FormatException}.
 *
 * <p>{@code docs/codec-format.md} describes every byte of the three kinds of files.
 */
package org.nec4j.codec;
