package org.nec4j.data;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nec4j.codec.UserException;

/**
 * Looks, before anything trains, for what would spoil a run: images that cannot be decoded or are too small, files that are not what
 * the index says, the same file in two splits, classes without a training image.
 */
public final class DatasetCheck {
    private final Dataset dataset;
    private final Transform transform;

    private DatasetCheck(Dataset dataset, Transform transform) {
        this.dataset = dataset;
        this.transform = transform;
    }

    /**
     * Reads and decodes every image, on all processors.
     *
     * @param transform what the images are for: they must be large enough for it
     * @return a sentence for each problem, in the order of the samples; none where all is well
     */
    public static List<String> problems(Dataset dataset, Transform transform) {
        return new DatasetCheck(dataset, transform).problems();
    }

    private record Finding(String digest, List<String> problems) {}

    private List<String> problems() {
        List<Finding> findings = IntStream.range(0, dataset.size())
                .parallel()
                .mapToObj(this::look)
                .toList();
        List<String> problems = new ArrayList<>();
        Map<String, Sample> first = new HashMap<>();
        for (int i = 0; i < findings.size(); i++) {
            Sample sample = dataset.samples().get(i);
            problems.addAll(findings.get(i).problems);
            Sample earlier = first.putIfAbsent(findings.get(i).digest, sample);
            if (earlier != null && earlier.split() != sample.split()) {
                problems.add(sample.path() + ": the same file as " + earlier.path() + ", one in split "
                        + sample.split().word() + " and the other in "
                        + earlier.split().word() + "; remove one");
            }
        }
        problems.addAll(emptyClasses());
        return problems;
    }

    private Finding look(int index) {
        Sample sample = dataset.samples().get(index);
        Path path = sample.path();
        List<String> problems = new ArrayList<>();
        String digest = sample.key();
        try {
            byte[] bytes = ImageDecoder.bytes(path);
            digest = sha256(bytes);
            if (sample.sha256().isPresent() && !sample.sha256().get().equals(digest)) {
                problems.add(path + ": is not the file that the index names (sha256 " + digest
                        + "); fetch the data set again");
            }
            ByteImage image = ImageDecoder.decode(bytes, path.toString());
            transform.checkedView(image.width(), image.height(), CounterRandom.of(0), path.toString());
        } catch (UserException e) {
            problems.add(e.getMessage());
        }
        return new Finding(digest, problems);
    }

    private List<String> emptyClasses() {
        return IntStream.range(0, dataset.classes().size())
                .filter(label ->
                        dataset.samples().stream().noneMatch(s -> s.label() == label && s.split() == Split.TRAIN))
                .mapToObj(label -> "data set " + dataset.name() + ": class '"
                        + dataset.classes().get(label) + "' has no image in split train")
                .toList();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
