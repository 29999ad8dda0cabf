// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Characters of an alphabet that nobody knows, each written once by every hand: classes of random strokes, drawn by hands
 * of their own slant, width, size and ink. The same on every JVM, because everything is plain double arithmetic,
 * {@link StrictMath} and a generator whose numbers are specified.
 */
public final class DrawnCharacters {
    /** Height and width of the images. */
    public static final int SIZE = 28;

    /** How many people write every character. */
    public static final int HANDS = 20;

    /** Half a character's width and height in pixels, before a hand scales it. */
    private static final double HALF = 9.5;

    private final SplittableRandom random;
    private final ImageShape shape = new ImageShape(1, SIZE, SIZE);

    private DrawnCharacters(SplittableRandom random) {
        this.random = random;
    }

    /** Draws {@link #HANDS} images of every character. */
    public static DataSet draw(int characters, long seed) {
        DrawnCharacters drawing = new DrawnCharacters(new SplittableRandom(seed));
        return DataSet.of(
                characters + " characters drawn by this program, each by " + HANDS + " hands",
                drawing.images(characters),
                List.of());
    }

    private LabelledImages images(int characters) {
        List<Hand> hands = new ArrayList<>();
        for (int i = 0; i < HANDS; i++) {
            hands.add(hand());
        }
        byte[][] pixels = new byte[characters * HANDS][];
        int[] labels = new int[pixels.length];
        for (int character = 0; character < characters; character++) {
            double[][] strokes = character();
            for (int hand = 0; hand < HANDS; hand++) {
                int image = character * HANDS + hand;
                labels[image] = character;
                pixels[image] = write(strokes, hands.get(hand));
            }
        }
        return new LabelledImages(
                shape,
                pixels,
                labels,
                IntStream.range(0, characters).mapToObj(Integer::toString).toList());
    }

    /** How somebody writes; 0 or 1 is as everybody does. */
    private record Hand(
            double slant, double angle, double width, double height, double penWidth, double ink, double wobble) {}

    private Hand hand() {
        return new Hand(
                between(-0.35, 0.35),
                between(-0.2, 0.2),
                between(0.75, 1.1),
                between(0.8, 1.1),
                between(0.6, 1.5),
                between(0.75, 1),
                between(0.05, 0.13));
    }

    /** Two to four strokes of three to five points; the unit is half a character, the middle is 0. */
    private double[][] character() {
        double[][] strokes = new double[2 + random.nextInt(3)][];
        for (int i = 0; i < strokes.length; i++) {
            strokes[i] = new double[2 * (3 + random.nextInt(3))];
            for (int k = 0; k < strokes[i].length; k++) {
                strokes[i][k] = between(-1, 1);
            }
        }
        return strokes;
    }

    private byte[] write(double[][] character, Hand hand) {
        double angle = hand.angle + between(-0.1, 0.1);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        double slant = hand.slant + between(-0.1, 0.1);
        double width = HALF * hand.width * between(0.9, 1.1);
        double height = HALF * hand.height * between(0.9, 1.1);
        double middleX = SIZE / 2.0 + between(-1.5, 1.5);
        double middleY = SIZE / 2.0 + between(-1.5, 1.5);
        Stroke[] lines = new Stroke[character.length];
        for (int i = 0; i < lines.length; i++) {
            double[] points = character[i].clone();
            for (int k = 0; k < points.length; k += 2) {
                double y = points[k + 1] + hand.wobble * noise();
                double x = points[k] + hand.wobble * noise() - slant * y;
                points[k] = middleX + cos * x * width - sin * y * height;
                points[k + 1] = middleY + sin * x * width + cos * y * height;
            }
            lines[i] = Stroke.through(points);
        }
        return ink(lines, hand.penWidth * between(0.9, 1.1), hand.ink);
    }

    private byte[] ink(Stroke[] lines, double halfWidth, double ink) {
        byte[] pixels = new byte[SIZE * SIZE];
        for (int i = 0; i < pixels.length; i++) {
            int x = i % SIZE;
            int y = i / SIZE;
            double square = Double.POSITIVE_INFINITY;
            for (Stroke line : lines) {
                square = Math.min(square, line.squareDistance(x + 0.5, y + 0.5));
            }
            double grey = ink * clamp(halfWidth + 0.5 - StrictMath.sqrt(square)) + 0.05 * noise();
            pixels[i] = (byte) (int) (255 * clamp(grey));
        }
        return pixels;
    }

    /** About normal, from -2 to 2: the sum of four even numbers. */
    private double noise() {
        return between(-0.5, 0.5) + between(-0.5, 0.5) + between(-0.5, 0.5) + between(-0.5, 0.5);
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    private static double clamp(double value) {
        return Math.max(0, Math.min(1, value));
    }
}
