// SPDX-License-Identifier: Apache-2.0
package org.ringloss.properties;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Changes a sound input a little, in the ways in which files and messages break, and in those of an attacker. */
final class Mutations {
    private static final int[] INTS = {0, 1, -1, 255, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7f00_0000};

    private final SplitMix64 random;
    private final List<byte[]> pieces;

    /** Whole pieces and parts of them go into what is changed. */
    Mutations(long seed, List<byte[]> pieces) {
        this.random = new SplitMix64(seed);
        this.pieces = pieces;
    }

    /** One to six changes. */
    byte[] of(byte[] sound) {
        byte[] bytes = sound;
        for (int i = random.nextInt(6); i >= 0; i--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    /** The same for text of characters up to 255. */
    String of(String sound) {
        return new String(of(sound.getBytes(StandardCharsets.ISO_8859_1)), StandardCharsets.ISO_8859_1);
    }

    private byte[] changed(byte[] bytes) {
        int from = random.nextInt(bytes.length + 1);
        int to = from + random.nextInt(bytes.length - from + 1);
        byte[] middle = Arrays.copyOfRange(bytes, from, to);
        return switch (random.nextInt(8)) {
            case 0 -> replaced(bytes, from, to, new byte[0]);
            case 1 -> replaced(bytes, to, to, middle);
            case 2 -> Arrays.copyOf(bytes, from);
            case 3 -> replaced(bytes, from, from, piece());
            case 4 -> replaced(bytes, from, to, piece());
            case 5 -> {
                int value = INTS[random.nextInt(INTS.length)];
                byte[] four = {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
                yield replaced(bytes, from, Math.min(from + 4, bytes.length), four);
            }
            default -> {
                byte[] flipped = bytes.clone();
                if (from < bytes.length) {
                    flipped[from] ^= (byte) (1 << random.nextInt(8));
                }
                yield flipped;
            }
        };
    }

    private byte[] piece() {
        byte[] piece = pieces.get(random.nextInt(pieces.size()));
        if (random.nextInt(3) > 0) {
            return piece;
        }
        int from = random.nextInt(piece.length + 1);
        return Arrays.copyOfRange(piece, from, from + random.nextInt(piece.length - from + 1));
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        byte[] result = new byte[bytes.length - (to - from) + by.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(by, 0, result, from, by.length);
        System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
        return result;
    }
}
