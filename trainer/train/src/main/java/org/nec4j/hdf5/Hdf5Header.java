package org.nec4j.hdf5;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nec4j.codec.io.Printable;
import org.nec4j.netcdf.NetcdfAttribute;
import org.nec4j.netcdf.NetcdfDimension;
import org.nec4j.netcdf.NetcdfHeader;
import org.nec4j.netcdf.NetcdfType;
import org.nec4j.netcdf.NetcdfVariable;

/**
 * What a NetCDF-4 file says before its numbers. Axes are the file's dimension scales, as the NetCDF library writes them; a data set without
 * them has axes {@code phony_dim_0} and so on, one for each length, as that library calls them.
 */
final class Hdf5Header {
    /** What the NetCDF library keeps in attributes and shows nobody. */
    private static final Set<String> HIDDEN = Set.of(
            "CLASS",
            "NAME",
            "DIMENSION_LIST",
            "DIMENSION_LABELS",
            "REFERENCE_LIST",
            "_Netcdf4Dimid",
            "_Netcdf4Coordinates",
            "_NCProperties",
            "_nc3_strict",
            "_NCCOPY");

    private static final String NO_VARIABLE = "This is a netCDF dimension but not a netCDF variable";
    private static final int DEEPEST = 32;
    private static final int MOST_SHOWN = 120;

    private final Map<Long, Integer> axes = new LinkedHashMap<>();
    private final Map<Long, Integer> numbered = new LinkedHashMap<>();
    private final List<NetcdfDimension> dimensions = new ArrayList<>();
    private final List<NetcdfVariable> variables = new ArrayList<>();
    private final List<String> leftOut = new ArrayList<>();
    private final Map<String, Dataset> datasets = new LinkedHashMap<>();
    private final Map<Long, Integer> phony = new LinkedHashMap<>();
    private NetcdfHeader header;

    private Hdf5Header() {}

    static Hdf5Header of(Group root) {
        Hdf5Header made = new Hdf5Header();
        Map<String, Dataset> all = new LinkedHashMap<>();
        collect(root, "", 0, all);
        all.forEach(made::addAxis);
        all.forEach(made::addVariable);
        made.header = new NetcdfHeader(5, made.growing(), attributes(root), made.variables);
        return made;
    }

    NetcdfHeader header() {
        return header;
    }

    List<String> leftOut() {
        return List.copyOf(leftOut);
    }

    Dataset dataset(NetcdfVariable variable) {
        return datasets.get(variable.name());
    }

    /** Texts out of a file as messages show them. */
    static String shown(String text) {
        String printable = Printable.of(text);
        return printable.length() <= MOST_SHOWN ? printable : printable.substring(0, MOST_SHOWN) + "...";
    }

    /** All data sets by name, in the order in which they lie in the file; links are passed over, as they may lead to other files. */
    private static void collect(Group group, String prefix, int depth, Map<String, Dataset> all) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException("groups more than " + DEEPEST + " deep");
        }
        List<Node> nodes = group.getChildren().values().stream()
                .filter(node -> !node.isLink())
                .sorted(Comparator.comparingLong(Node::getAddress))
                .toList();
        for (Node node : nodes) {
            if (node instanceof Dataset dataset) {
                all.put(prefix + node.getName(), dataset);
            } else if (node instanceof Group inner) {
                collect(inner, prefix + node.getName() + ".", depth + 1, all);
            }
        }
    }

    private void addAxis(String name, Dataset dataset) {
        if (text(dataset, "CLASS").filter("DIMENSION_SCALE"::equals).isEmpty()
                || dataset.getDimensionsAsLong().length == 0) {
            return;
        }
        numbers(dataset, "_Netcdf4Dimid").ifPresent(ids -> numbered.put(ids[0], dimensions.size()));
        axes.put(dataset.getAddress(), dimensions.size());
        dimensions.add(new NetcdfDimension(name, dataset.getDimensionsAsLong()[0], dataset.getMaxSize()[0] < 0));
    }

    private void addVariable(String name, Dataset dataset) {
        if (text(dataset, "NAME").filter(said -> said.startsWith(NO_VARIABLE)).isPresent()) {
            return;
        }
        Optional<NetcdfType> type = Hdf5Numbers.type(dataset.getDataType());
        if (type.isEmpty()) {
            leftOut.add(name);
            return;
        }
        datasets.put(name, dataset);
        variables.add(new NetcdfVariable(name, type.get(), axes(dataset), attributes(dataset)));
    }

    /** The axes of a data set, as places in the list of dimensions. */
    private List<Integer> axes(Dataset dataset) {
        long[] shape = dataset.getDimensionsAsLong();
        long[] scales = scales(dataset, shape.length);
        long[] ids = numbers(dataset, "_Netcdf4Coordinates").orElse(new long[0]);
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < shape.length; i++) {
            Integer axis = i < scales.length ? axes.get(scales[i]) : null;
            if (axis == null && shape.length == 1) {
                axis = axes.get(dataset.getAddress());
            }
            if (axis == null && ids.length == shape.length) {
                axis = numbered.get(ids[i]);
            }
            if (axis == null || dimensions.get(axis).length() != shape[i]) {
                axis = phony(shape[i]);
            }
            found.add(axis);
        }
        return found;
    }

    private int phony(long length) {
        return phony.computeIfAbsent(length, unknown -> {
            dimensions.add(new NetcdfDimension("phony_dim_" + phony.size(), length, false));
            return dimensions.size() - 1;
        });
    }

    /** The addresses of a data set's dimension scales; 0 where an axis has none. */
    private static long[] scales(Dataset dataset, int rank) {
        Attribute list = dataset.getAttribute("DIMENSION_LIST");
        long[] addresses = new long[rank];
        if (list != null && list.getData() instanceof Object[] references) {
            for (int i = 0; i < Math.min(rank, references.length); i++) {
                Object of = references[i];
                if (of != null && of.getClass().isArray() && Array.getLength(of) > 0) {
                    addresses[i] = Array.get(of, 0) instanceof Number address ? address.longValue() : 0;
                }
            }
        }
        return addresses;
    }

    /** NetCDF-3 has one axis that grows, first of all axes: where a file's are others, they are as long as they are. */
    private List<NetcdfDimension> growing() {
        List<Integer> records = new ArrayList<>();
        for (int i = 0; i < dimensions.size(); i++) {
            if (dimensions.get(i).isRecord()) {
                records.add(i);
            }
        }
        boolean isKept = records.size() == 1
                && variables.stream()
                        .noneMatch(variable -> variable.dimensions().lastIndexOf(records.get(0)) > 0);
        return dimensions.stream()
                .map(axis -> new NetcdfDimension(axis.name(), axis.length(), isKept && axis.isRecord()))
                .toList();
    }

    private static List<NetcdfAttribute> attributes(Node node) {
        return node.getAttributes().values().stream()
                .filter(said -> !HIDDEN.contains(said.getName()))
                .sorted(Comparator.comparing(Attribute::getName))
                .flatMap(said -> attribute(said).stream())
                .toList();
    }

    private static Optional<NetcdfAttribute> attribute(Attribute said) {
        Object data = said.isEmpty() ? "" : said.getData();
        if (data instanceof String text) {
            return Optional.of(NetcdfAttribute.of(said.getName(), text));
        }
        if (data instanceof String[] lines) {
            return Optional.of(NetcdfAttribute.of(said.getName(), String.join("\n", lines)));
        }
        Object array = data != null && data.getClass().isArray() ? data : new Object[] {data};
        boolean isFlat = !array.getClass().getComponentType().isArray();
        return Hdf5Numbers.type(said.getDataType())
                .filter(type -> isFlat && type != NetcdfType.CHAR)
                .map(type -> new NetcdfAttribute(said.getName(), type, Hdf5Numbers.bytes(array, type)));
    }

    private static Optional<String> text(Dataset dataset, String name) {
        Attribute said = dataset.getAttribute(name);
        return said != null && said.getData() instanceof String text ? Optional.of(text) : Optional.empty();
    }

    private static Optional<long[]> numbers(Dataset dataset, String name) {
        Attribute said = dataset.getAttribute(name);
        if (said == null || !(said.getDataType() instanceof io.jhdf.object.datatype.FixedPoint)) {
            return Optional.empty();
        }
        Object data = said.getData();
        Object array = data.getClass().isArray() ? data : new Object[] {data};
        long[] numbers = new long[Array.getLength(array)];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = ((Number) Array.get(array, i)).longValue();
        }
        return numbers.length == 0 ? Optional.empty() : Optional.of(numbers);
    }
}
