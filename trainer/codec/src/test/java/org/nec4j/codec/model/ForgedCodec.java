package org.nec4j.codec.model;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;

/** A codec file with one tensor or one string changed and digests that agree with it. */
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
        good.metadata().forEach(out::metadata);
        out.metadata(CodecFile.MAX_TOKENS, Integer.toString(random.nextInt(200)));
        return digested(out);
    }

    /** With the first number of one tensor of float32 replaced. */
    public static byte[] with(byte[] content, String changed, float value) {
        SafeTensors good = SafeTensors.of(content, "codec");
        SafeTensorsWriter out = new SafeTensorsWriter();
        for (String name : good.names()) {
            byte[] bytes = good.bytes(name);
            if (name.equals(changed)) {
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(value);
            }
            out.bytes(name, good.dtype(name), good.shape(name), bytes);
        }
        good.metadata().forEach(out::metadata);
        return digested(out);
    }

    private static byte[] digested(SafeTensorsWriter out) {
        String model = out.metadata().get(CodecFile.MODEL);
        out.metadata(
                CodecFile.DIGEST,
                CodecDigest.ofDecoding(
                        model,
                        out.parts(),
                        LatentFormats.named(model).decodingTensors(out.parts().keySet())));
        out.metadata(CodecFile.CONTENT_DIGEST, CodecDigest.ofContent(out.metadata(), out.parts()));
        return out.toBytes();
    }
}
