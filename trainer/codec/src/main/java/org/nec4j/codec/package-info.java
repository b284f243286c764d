/**
 * The consumer's side: entropy coder, tables, codec files, streams and safetensors, on nothing but the JDK.
 *
 * <p>A consumer needs a handful: {@link org.nec4j.codec.Codec} decodes a stream into an {@link org.nec4j.codec.Embedding},
 * {@link org.nec4j.codec.Archive} finds streams by key, {@link org.nec4j.codec.JsonObject} is what a codec says of itself, and
 * {@link org.nec4j.codec.FormatException}, a {@link org.nec4j.codec.UserException}, is all that bad bytes raise. These stay as they
 * are while the format's version does.
 *
 * <p>The rest is public for the modules that make codecs, and may change with them: who writes codecs and archives
 * ({@code CodecWriter}, {@code ArchiveWriter}), who builds tables ({@code CdfTables}, {@code GaussianTables}, {@code PmfQuantizer}),
 * who codes and counts symbols without a codec ({@code RansEncoder}, {@code RansDecoder}, {@code SymbolCosts}), and who keeps
 * tensors and files ({@code SafeTensors}, {@code SafeTensorsWriter}, {@code DType}, {@code AppendedFile}, {@code AtomicFile}).
 */
package org.nec4j.codec;
