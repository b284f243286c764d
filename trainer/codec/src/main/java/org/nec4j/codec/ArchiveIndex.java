package org.nec4j.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.ByteReader;
import org.nec4j.codec.io.Bytes;
import org.nec4j.codec.io.Keys;
import org.nec4j.codec.io.Printable;
import org.nec4j.codec.model.LatentCoder;

/** Where each embedding of an archive lies: what is kept in memory while an archive is open. */
final class ArchiveIndex {
    /**
     * One embedding.
     *
     * @param key    its name, unique in the archive
     * @param kind   as in {@link StreamFrame}
     * @param tokens as in {@link StreamFrame}
     * @param offset of its payload, from the start of the file
     * @param length of its payload
     * @param crc    the CRC32C of its frame, in version 2 of its payload
     * @param pooled how many bytes of the payload its pooled layer depends on; 0 where nobody knows
     * @param pooledCrc the CRC-16 of these
     * @param place where it comes from
     */
    record Entry(
            String key,
            int kind,
            int tokens,
            long offset,
            int length,
            int crc,
            int pooled,
            int pooledCrc,
            Optional<Place> place) {}

    private final ArchiveHead head;

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    ArchiveIndex(ArchiveHead head) {
        this.head = head;
    }

    int size() {
        return entries.size();
    }

    List<Entry> entries() {
        return Collections.unmodifiableList(entries);
    }

    Entry entry(int number) {
        return entries.get(number);
    }

    /** The number of the embedding with this key, or -1. */
    int number(String key) {
        return numbers.getOrDefault(key, -1);
    }

    void add(Entry entry) {
        if (numbers.putIfAbsent(entry.key(), entries.size()) != null) {
            throw new UserException(
                    "the key \"" + Printable.of(entry.key()) + "\" is already in the archive; keys must be unique");
        }
        entries.add(entry);
    }

    /** Adds the entries of a batch's index, whose checksum has been found right. */
    void addAll(ArchiveSegment segment, byte[] index) {
        ByteReader in = new ByteReader(index);
        List<Place.Scene> scenes = head.places() ? ArchivedPlaces.readScenes(in) : List.of();
        long offset = segment.payloadOffset();
        for (int i = 0; i < segment.entries(); i++) {
            int at = in.position();
            Entry entry = head.isCompact() ? compact(in, offset, scenes) : described(in, offset, scenes);
            if (numbers.containsKey(entry.key())) {
                // Such as a batch that was copied over another.
                throw new FormatException("the key \"" + Printable.of(entry.key()) + "\" stands twice", at);
            }
            add(entry);
            offset += entry.length();
        }
        if (in.remaining() != 0 || offset != segment.commitOffset()) {
            throw new FormatException("the index of a batch does not match its payloads", in.position());
        }
    }

    private Entry described(ByteReader in, long offset, List<Place.Scene> scenes) {
        String key = key(in);
        int kind = in.takeByte();
        int tokens = (int) in.takeVarint(LatentCoder.MAX_TOKENS, "number of tokens");
        int length = (int) in.takeVarint(Integer.MAX_VALUE, "length of a payload");
        return new Entry(key, kind, tokens, offset, length, in.takeInt(), 0, 0, place(in, scenes));
    }

    private Entry compact(ByteReader in, long offset, List<Place.Scene> scenes) {
        String key = key(in);
        int kind = in.takeByte();
        int length = (int) in.takeVarint(Integer.MAX_VALUE, "length of a payload");
        int crc = in.takeInt();
        int pooled = (int) in.takeVarint(length, "length of a pooled layer");
        int pooledCrc = pooled == 0 ? 0 : in.takeByte() | in.takeByte() << Byte.SIZE;
        return new Entry(key, kind, head.tokens(), offset, length, crc, pooled, pooledCrc, place(in, scenes));
    }

    private Optional<Place> place(ByteReader in, List<Place.Scene> scenes) {
        return head.places() ? ArchivedPlaces.read(in, scenes) : Optional.empty();
    }

    /**
     * Appends one entry's description to a batch's index.
     *
     * @param places those of the batch; written where the archive has places
     */
    void write(Bytes index, Entry entry, ArchivedPlaces places) {
        describe(index, entry);
        if (head.places()) {
            places.write(index, entry.place());
        }
    }

    private void describe(Bytes index, Entry entry) {
        byte[] key = entry.key().getBytes(StandardCharsets.UTF_8);
        index.putVarint(key.length).put(key).putByte(entry.kind());
        if (!head.isCompact()) {
            index.putVarint(entry.tokens()).putVarint(entry.length()).putInt(entry.crc());
            return;
        }
        index.putVarint(entry.length()).putInt(entry.crc()).putVarint(entry.pooled());
        if (entry.pooled() > 0) {
            index.putByte(entry.pooledCrc()).putByte(entry.pooledCrc() >>> Byte.SIZE);
        }
    }

    private static String key(ByteReader in) {
        byte[] key = in.take(in.takeVarint(Keys.MAX_BYTES, "length of a key"));
        return utf8(key, in.position());
    }

    private static String utf8(byte[] key, int position) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
        } catch (CharacterCodingException e) {
            FormatException problem = new FormatException("a key is not UTF-8", position);
            problem.initCause(e);
            throw problem;
        }
    }
}
