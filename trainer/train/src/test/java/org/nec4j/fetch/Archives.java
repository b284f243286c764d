package org.nec4j.fetch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Archives, sound and hostile. */
final class Archives {
    private Archives() {}

    /** An entry; a link's content is where it leads. */
    record Entry(String name, byte[] content, Kind kind) {}

    enum Kind {
        FILE,
        FOLDER,
        SYMLINK,
        HARDLINK,
        DEVICE
    }

    static Entry file(String name, byte[] content) {
        return new Entry(name, content, Kind.FILE);
    }

    static Entry link(String name, String to, Kind kind) {
        return new Entry(name, to.getBytes(StandardCharsets.UTF_8), kind);
    }

    static byte[] zip(Entry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes)) {
            for (Entry entry : entries) {
                ZipArchiveEntry head = new ZipArchiveEntry(entry.name);
                head.setUnixMode(entry.kind == Kind.SYMLINK ? UnixStat.LINK_FLAG | 0777 : UnixStat.FILE_FLAG | 0644);
                zip.putArchiveEntry(head);
                zip.write(entry.content);
                zip.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    static byte[] tar(boolean gzip, Entry... entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream outer = gzip ? new GZIPOutputStream(bytes) : bytes;
                TarArchiveOutputStream tar = new TarArchiveOutputStream(outer)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            for (Entry entry : entries) {
                TarArchiveEntry head = head(entry);
                tar.putArchiveEntry(head);
                if (entry.kind == Kind.FILE) {
                    tar.write(entry.content);
                }
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static TarArchiveEntry head(Entry entry) {
        byte type =
                switch (entry.kind) {
                    case FILE -> TarConstants.LF_NORMAL;
                    case FOLDER -> TarConstants.LF_DIR;
                    case SYMLINK -> TarConstants.LF_SYMLINK;
                    case HARDLINK -> TarConstants.LF_LINK;
                    case DEVICE -> TarConstants.LF_CHR;
                };
        TarArchiveEntry head = new TarArchiveEntry(entry.name, type, true);
        if (entry.kind == Kind.FILE) {
            head.setSize(entry.content.length);
        } else if (entry.kind == Kind.SYMLINK || entry.kind == Kind.HARDLINK) {
            head.setLinkName(new String(entry.content, StandardCharsets.UTF_8));
        }
        return head;
    }
}
