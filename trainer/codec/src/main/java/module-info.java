/**
 * Decodes the embeddings that nec4j's codecs coded, and codes them, on nothing but {@code java.base}.
 *
 * <p>What is exported is for consumers and stays as it is while the format's version does: {@link org.nec4j.codec.Codec} and its
 * company, archives of gridded fields, the exceptions, and {@link org.nec4j.codec.json.JsonObject}, what a codec says of itself. The
 * other packages serve the modules that make codecs, which reach them on the class path and change with them. So does a {@link
 * org.nec4j.codec.model.LatentFormat} of somebody else's: it needs coder, tables and tensors, far more than is promised to stay.
 */
module org.nec4j.codec {
    exports org.nec4j.codec;
    exports org.nec4j.codec.error;
    exports org.nec4j.codec.grid;
    exports org.nec4j.codec.json;

    uses org.nec4j.codec.model.LatentFormat;
    uses org.nec4j.codec.model.StrictLibrary;
}
