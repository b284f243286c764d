package org.nec4j.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * A graph of ONNX's operators (opset 17) that is being written, node by node. A value is known by its name; every method that computes one
 * gives its name back.
 */
final class OnnxGraph {
    /** The kinds of numbers that values are made of. */
    enum Kind {
        FLOAT(TensorProto.DataType.FLOAT_VALUE),
        DOUBLE(TensorProto.DataType.DOUBLE_VALUE),
        INT32(TensorProto.DataType.INT32_VALUE),
        INT64(TensorProto.DataType.INT64_VALUE);

        final int code;

        Kind(int code) {
            this.code = code;
        }
    }

    private static final int IR_VERSION = 8;
    private static final int OPSET = 17;

    /** The name of a first axis that may have any size. */
    private static final String BATCH = "N";

    private final GraphProto.Builder graph;
    private int values;

    OnnxGraph(String name) {
        this.graph = GraphProto.newBuilder().setName(name);
    }

    /** An input [N, ...] of floats. */
    String input(String name, long... oneOfThem) {
        graph.addInput(described(name, Kind.FLOAT, oneOfThem));
        return name;
    }

    /** Makes a value [N, ...] an output under a name. */
    void output(String name, String value, Kind kind, long... oneOfThem) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Identity")
                .addInput(value)
                .addOutput(name)
                .setName(name));
        graph.addOutput(described(name, kind, oneOfThem));
    }

    String floats(String name, float[] numbers, long... shape) {
        ByteBuffer bytes = room((long) numbers.length * Float.BYTES);
        bytes.asFloatBuffer().put(numbers);
        return constant(name, Kind.FLOAT, bytes, shape);
    }

    String doubles(String name, double[] numbers, long... shape) {
        ByteBuffer bytes = room((long) numbers.length * Double.BYTES);
        bytes.asDoubleBuffer().put(numbers);
        return constant(name, Kind.DOUBLE, bytes, shape);
    }

    /** A vector of whole numbers. */
    String longs(String name, long... numbers) {
        return longs(name, numbers, new long[] {numbers.length});
    }

    /** Whole numbers of a shape. */
    String longs(String name, long[] numbers, long... shape) {
        ByteBuffer bytes = room((long) numbers.length * Long.BYTES);
        bytes.asLongBuffer().put(numbers);
        return constant(name, Kind.INT64, bytes, shape);
    }

    /** A single whole number. */
    String whole(long number) {
        ByteBuffer bytes = room(Long.BYTES);
        bytes.asLongBuffer().put(number);
        return constant(fresh("index"), Kind.INT64, bytes);
    }

    /** A single float. */
    String number(double number) {
        return floats(fresh("number"), new float[] {(float) number});
    }

    /** A single double. */
    String precise(double number) {
        return doubles(fresh("number"), new double[] {number});
    }

    /** The value that an operator makes of others. */
    String node(String operator, List<String> inputs, AttributeProto... attributes) {
        String out = fresh(operator);
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(inputs)
                .addOutput(out)
                .setName(out)
                .addAllAttribute(List.of(attributes)));
        return out;
    }

    String node(String operator, String... inputs) {
        return node(operator, List.of(inputs));
    }

    /** Another shape of as many numbers; 0 keeps an axis, -1 takes what is left. */
    String reshaped(String value, long... shape) {
        return node("Reshape", value, longs(fresh("shape"), shape));
    }

    String transposed(String value, long... axes) {
        return node("Transpose", List.of(value), ints("perm", axes));
    }

    /** Along axis 1 what lies from {@code from} up to, not including, {@code to}. */
    String slice(String value, long from, long to) {
        return slice(1, value, from, to);
    }

    /** As above, along another axis. */
    String slice(long axis, String value, long from, long to) {
        return node("Slice", value, longs(fresh("from"), from), longs(fresh("to"), to), longs(fresh("axis"), axis));
    }

    String joined(long axis, String... parts) {
        return node("Concat", List.of(parts), integer("axis", axis));
    }

    String cast(String value, Kind kind) {
        return node("Cast", List.of(value), integer("to", kind.code));
    }

    static AttributeProto integer(String name, long number) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(number)
                .build();
    }

    static AttributeProto real(String name, double number) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF((float) number)
                .build();
    }

    static AttributeProto ints(String name, long... numbers) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
        for (long number : numbers) {
            attribute.addInts(number);
        }
        return attribute.build();
    }

    /** The whole as a model's file, with what is said of it. */
    byte[] toBytes(Map<String, String> metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("nec4j")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph);
        metadata.forEach((key, value) -> model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }

    private String fresh(String of) {
        return of + "_" + values++;
    }

    private static ByteBuffer room(long bytes) {
        return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String constant(String name, Kind kind, ByteBuffer bytes, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder()
                .setName(name)
                .setDataType(kind.code)
                .setRawData(ByteString.copyFrom(bytes.array()));
        for (long size : shape) {
            tensor.addDims(size);
        }
        graph.addInitializer(tensor);
        return name;
    }

    private static ValueInfoProto described(String name, Kind kind, long... oneOfThem) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH));
        for (long size : oneOfThem) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(kind.code)
                                .setShape(shape)))
                .build();
    }
}
