package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.error.UserException;

class FileTreeTest {
    private static final byte[] JPEG = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0};

    @TempDir
    Path root;

    @Test
    void followsLinksToFilesAndFoldersUnderTheirOwnNames() throws IOException {
        Path elsewhere = root.resolve("elsewhere");
        write("elsewhere/a.jpg", "elsewhere/deep/b.jpg");
        Path set = Files.createDirectories(root.resolve("set"));
        Files.createSymbolicLink(set.resolve("folder"), elsewhere);
        Files.createSymbolicLink(set.resolve("file.jpg"), elsewhere.resolve("a.jpg"));

        FileTree tree = FileTree.images(set);

        assertThat(names(tree, set)).containsExactly("file.jpg", "folder/a.jpg", "folder/deep/b.jpg");
        assertThat(tree.leftOut()).isEqualTo(LeftOut.NOTHING);
        assertThat(names(FileTree.images(Files.createSymbolicLink(root.resolve("link"), set)), root.resolve("link")))
                .hasSize(3);
    }

    @Test
    void linksThatLeadNowhereOrBackAreCounted() throws IOException {
        write("a/1.jpg");
        Files.createSymbolicLink(root.resolve("a/2.jpg"), root.resolve("gone.jpg"));
        Files.createSymbolicLink(root.resolve("a/3.jpg"), root.resolve("a/3.jpg"));
        Files.createSymbolicLink(root.resolve("a/up"), root);

        FileTree tree = FileTree.images(root);

        assertThat(names(tree, root)).containsExactly("a/1.jpg");
        assertThat(tree.leftOut().phrase())
                .contains("2 links that lead nowhere (.jpg), 1 link back to a folder around it (up)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dune/.ipynb_checkpoints/1-checkpoint.jpg", "dune/._1.jpg", "__MACOSX/dune/._1.jpg", "dune/Thumbs.db",
                "dune/desktop.ini", "dune/.DS_Store", ".git/objects/1.jpg", "dune/@eaDir/1.jpg/SYNOPHOTO_THUMB_M.jpg",
                "dune/1.jpg~", "$RECYCLE.BIN/1.jpg", "dune/ehthumbs.db"
            })
    void passesOverWhatSystemsAndEditorsLeaveBehind(String name) throws IOException {
        write("dune/0.jpg", name);
        FileTree tree = FileTree.images(root);
        assertThat(names(tree, root)).containsExactly("dune/0.jpg");
        assertThat(tree.leftOut().count(LeftOut.Reason.HIDDEN)).isEqualTo(1);
    }

    @Test
    void aHiddenFolderThatIsAskedForIsRead() throws IOException {
        write(".cache/1.jpg");
        assertThat(names(FileTree.images(root.resolve(".cache")), root)).containsExactly(".cache/1.jpg");
    }

    @Test
    void imagesAreKnownByContentWhateverTheirEnding() throws IOException {
        write("0.jfif", "1.JPE", "2.bmp", "3", "4.jpg_large", "5.gif", "6.txt", "7.dng");
        Files.write(root.resolve("2.bmp"), Resources.bytes("pillow/rgb.png"));
        Files.write(root.resolve("5.gif"), "GIF89a, as it says".getBytes(StandardCharsets.US_ASCII));
        Files.write(root.resolve("6.txt"), new byte[] {'a'});
        Files.write(root.resolve("7.dng"), Resources.bytes("pillow/plain.tif"));
        Files.write(root.resolve("8"), "RIFF1234WEBPVP8 ".getBytes(StandardCharsets.US_ASCII));

        FileTree tree = FileTree.images(root);

        assertThat(names(tree, root)).containsExactly("0.jfif", "1.JPE", "2.bmp", "3", "4.jpg_large");
        assertThat(tree.leftOut().line("mine"))
                .contains(
                        "mine: left out 3 images in formats that are not read (1 .dng, 1 .gif, 1 WebP), 1 file of another"
                                + " kind (.txt); convert what should count to PNG, JPEG, TIFF or .npy.");
    }

    @Test
    void formatsThatAreNotReadAreCountedByName() throws IOException {
        write("a/0.jpg");
        for (int i = 0; i < 10; i++) {
            Files.write(root.resolve("a/" + i + ".webp"), new byte[] {1});
            Files.write(root.resolve("a/" + i + ".jp2"), new byte[] {1});
        }
        Files.write(root.resolve("a/x.BMP"), new byte[] {1});
        assertThat(FileTree.images(root).leftOut().phrase())
                .contains("21 images in formats that are not read (10 .jp2, 10 .webp, 1 .bmp)");
        assertThatThrownBy(() -> ImageFolder.unlabelled("x", List.of(empty("b/x.gif"))))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("holds no image that is read")
                .hasMessageEndingWith("; left out: 1 image in a format that is not read (.gif)");
    }

    @Test
    void filesOfOneEndingAreFoundTheSameWay() throws IOException {
        write("out/a.nemb", "out/.b.nemb", "out/c.npy");
        FileTree tree = FileTree.ending(root, ".nemb");
        assertThat(names(tree, root)).containsExactly("out/a.nemb");
        assertThat(tree.leftOut().phrase())
                .contains("1 hidden or system entry (.b.nemb), 1 file of another kind (.npy)");
    }

    private Path empty(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[] {1});
        return file.getParent();
    }

    private void write(String... names) throws IOException {
        for (String name : names) {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, JPEG);
        }
    }

    private static List<String> names(FileTree tree, Path root) {
        return tree.root().all().stream()
                .map(file -> root.relativize(file).toString().replace('\\', '/'))
                .toList();
    }
}
