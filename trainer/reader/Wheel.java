import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs the Python package into a wheel, for builds without Python: a zip of the sources and what {@code pyproject.toml} says of them
 * (https://packaging.python.org/en/latest/specifications/binary-distribution-format/). Nothing is compressed and every entry has one
 * time, so that builds of one commit give the same bytes. Arguments: folder of pyproject.toml, folder to write to, Maven's version, time.
 */
final class Wheel {
    private static final String PACKAGE = "nec4j_reader";

    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        Path folder = Path.of(arguments[0]);
        String project = Files.readString(folder.resolve("pyproject.toml"));
        String version = only(Files.readString(folder.resolve(PACKAGE + "/__init__.py")), "__version__ = \"([^\"]+)\"");
        String expected = arguments[2].replaceFirst("-SNAPSHOT$", ".dev0");
        if (!version.equals(expected)) {
            throw new IllegalArgumentException("__version__ in " + PACKAGE + "/__init__.py is " + version
                    + " where the pom's version " + arguments[2] + " asks for " + expected);
        }
        String info = PACKAGE + "-" + version + ".dist-info/";
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> sources = Files.walk(folder.resolve(PACKAGE))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(source).toString().replace('\\', '/');
                if (name.endsWith(".py") || name.endsWith("py.typed")) {
                    files.put(name, Files.readAllBytes(source));
                }
            }
        }
        files.put(info + "METADATA", bytes(metadata(project, version, Files.readString(folder.resolve("README.md")))));
        files.put(
                info + "WHEEL",
                bytes("Wheel-Version: 1.0\nGenerator: nec4j\nRoot-Is-Purelib: true\nTag: py3-none-any\n"));
        files.put(info + "entry_points.txt", bytes("[console_scripts]\n" + section(project, "project.scripts")));
        files.put(info + "licenses/LICENSE", Files.readAllBytes(folder.resolve("../../LICENSE")));
        StringBuilder record = new StringBuilder();
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(file.getValue());
            String text = Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
            record.append(file.getKey() + ",sha256=" + text + "," + file.getValue().length + "\n");
        }
        record.append(info + "RECORD,,\n");
        Path out = Files.createDirectories(Path.of(arguments[1])).resolve(PACKAGE + "-" + version + "-py3-none-any.whl");
        LocalDateTime time = OffsetDateTime.parse(arguments[3])
                .withOffsetSameInstant(ZoneOffset.UTC)
                .toLocalDateTime();
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(out))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                put(zip, file.getKey(), file.getValue(), time);
            }
            put(zip, info + "RECORD", bytes(record.toString()), time);
        }
    }

    private static String metadata(String project, String version, String readme) {
        List<String> lines = new ArrayList<>();
        lines.add("Metadata-Version: 2.1");
        lines.add("Name: " + value(project, "name"));
        lines.add("Version: " + version);
        lines.add("Summary: " + value(project, "description"));
        lines.add("License: " + only(project, "license = \\{ text = \"([^\"]+)\" \\}"));
        all(project, "classifiers").forEach(one -> lines.add("Classifier: " + one));
        lines.add("Requires-Python: " + value(project, "requires-python"));
        all(project, "dependencies").forEach(one -> lines.add("Requires-Dist: " + one));
        lines.add("Description-Content-Type: text/markdown");
        return String.join("\n", lines) + "\n\n" + readme;
    }

    private static String value(String toml, String key) {
        return only(toml, "(?m)^" + Pattern.quote(key) + " = \"([^\"]+)\"$");
    }

    private static List<String> all(String toml, String key) {
        String list = only(toml, "(?ms)^" + Pattern.quote(key) + " = \\[(.*?)\\]$");
        return Pattern.compile("\"([^\"]+)\"").matcher(list).results().map(found -> found.group(1)).toList();
    }

    /** Lines {@code key = "value"} as {@code key = value}. */
    private static String section(String toml, String name) {
        String lines = only(toml, "(?ms)^\\[" + Pattern.quote(name) + "\\]\n(.*?)\n\n");
        return lines.replace("\"", "") + "\n";
    }

    private static String only(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nothing matches " + pattern));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(ZipOutputStream zip, String name, byte[] content, LocalDateTime time) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(time);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
