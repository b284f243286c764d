package org.nec4j.factorize;

/** What a product of lower rank is to be near to. */
public enum Method {
    /** The product's outputs on training images, in closed form: principal components of them. */
    AWARE,
    /** The product's weights: their singular value decomposition, which needs no images. */
    SVD
}
