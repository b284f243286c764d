package org.nec4j.codec.model;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;

/** A codec file with one tensor or one string changed and a digest that agrees with it. */
public final class ForgedCodec {
    private ForgedCodec() {}

    /** Another forgery with every call. */
    public static byte[] of(byte[] content, Random random) {
        SafeTensors good = SafeTensors.of(content, "codec");
        SafeTensorsWriter out = new SafeTensorsWriter();
        List<String> names = List.copyOf(good.names());
        String changed = names.get(random.nextInt(names.size()));
        for (String name : names) {
            byte[] bytes = good.bytes(name);
            long[] shape = good.shape(name);
            if (name.equals(changed) && random.nextInt(4) == 0) {
                int rest = random.nextInt(bytes.length / 4 + 1);
                bytes = Arrays.copyOf(bytes, 4 * rest);
                shape = new long[] {rest};
            } else if (name.equals(changed)) {
                for (int flips = 1 + random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
                    bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            out.bytes(name, good.dtype(name), shape, bytes);
        }
        String model = good.metadata().get(CodecFile.MODEL);
        good.metadata().forEach(out::metadata);
        out.metadata(CodecFile.MAX_TOKENS, Integer.toString(random.nextInt(200)));
        out.metadata(
                CodecFile.DIGEST,
                CodecDigest.ofDecoding(
                        model,
                        out.parts(),
                        LatentFormats.named(model).decodingTensors(out.parts().keySet())));
        return out.toBytes();
    }
}
