package org.nec4j.entropy;

import java.util.Optional;
import java.util.ServiceLoader;
import org.nec4j.codec.Codec;
import org.nec4j.codec.tensor.SafeTensors;

/** Finds an entropy model again in a codec that it wrote, to tell its estimate beside real bytes. Found by {@link ServiceLoader}. */
public interface StoredModel {
    /** The model; nothing where the codec is another's, or does not hold the densities that its tables were built from. */
    Optional<EntropyModel> in(Codec codec, SafeTensors file);

    /** The model of a codec's file, whichever it is; nothing where the file does not hold it. */
    static Optional<EntropyModel> of(Codec codec, SafeTensors file) {
        return ServiceLoader.load(StoredModel.class).stream()
                .map(ServiceLoader.Provider::get)
                .flatMap(stored -> stored.in(codec, file).stream())
                .findFirst();
    }
}
