package org.nec4j.codec.model;

import java.util.Optional;
import java.util.ServiceLoader;

/** The quickest products that are there; without any of somebody else's those of plain Java. */
final class OrderedProducts {
    private static final Optional<OrderedProduct.Library> LIBRARY =
            ServiceLoader.load(OrderedProduct.Library.class, OrderedProducts.class.getClassLoader()).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(OrderedProduct.Library::isUsable)
                    .findFirst();

    private OrderedProducts() {}

    /** The product with a matrix [inputs][outputs]. */
    static OrderedProduct of(float[][] transposed) {
        return LIBRARY.map(library -> library.of(transposed)).orElseGet(() -> plain(transposed));
    }

    private static OrderedProduct plain(float[][] transposed) {
        int inputs = transposed.length;
        int outputs = inputs == 0 ? 0 : transposed[0].length;
        return (y, x, rows) -> {
            float[] sums = new float[outputs];
            for (int row = 0; row < rows; row++) {
                System.arraycopy(y, row * outputs, sums, 0, outputs);
                OrderedSums.add(sums, x, row * inputs, transposed);
                System.arraycopy(sums, 0, y, row * outputs, outputs);
            }
        };
    }
}
