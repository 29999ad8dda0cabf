// SPDX-License-Identifier: Apache-2.0
package example;

import java.util.Random;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;
import org.ringloss.RingLossResult;
import org.ringloss.pytorch.RingRadius;
import org.ringloss.pytorch.TorchRing;

/** Trains a small network on drawn digits, with softmax alone and with ring loss. */
public final class TrainDigits {
    /** Digits of 5 x 7 pixels, row after row. */
    private static final String[] DIGITS = {
        ".###.#...##..###.#.###..##...#.###.", "..#...##....#....#....#....#...###.",
        ".###.#...#....#..##..#...#....#####", ".###.#...#....#..##.....##...#.###.",
        "...#...##..#.#.#..#.#####...#....#.", "######....####.....#....##...#.###.",
        "..##..#...#....####.#...##...#.###.", "#####....#...#...#...#....#....#...",
        ".###.#...##...#.###.#...##...#.###.", ".###.#...##...#.####....#...#..##..",
    };

    /** How much the ring loss counts beside softmax. */
    static final double LAMBDA = 0.3;

    /** What a run ends with: on digits that it was not trained on, how many it gets right, and how uneven norms are. */
    record Outcome(double accuracy, double unevenness, double radius) {}

    public static void main(String[] args) {
        System.out.println("softmax alone");
        Outcome alone = train(0);
        System.out.println("softmax and ring loss");
        Outcome both = train(LAMBDA);
        System.out.printf("accuracy %.3f -> %.3f%n", alone.accuracy, both.accuracy);
        System.out.printf("deviation / mean of the norms %.3f -> %.3f%n", alone.unevenness, both.unevenness);
    }

    @SuppressWarnings("try") // a scope is used by being open
    static Outcome train(double lambda) {
        torch.manual_seed(1);
        torch.set_num_threads(1);
        Random random = new Random(1);
        RingLoss ring =
                RingLoss.builder().penalty(Penalty.squared()).weight(lambda).build();

        Module net = new Module();
        LinearImpl hidden = net.register_module("hidden", new LinearImpl(35, 64));
        LinearImpl neck = net.register_module("neck", new LinearImpl(64, 16));
        LinearImpl head = net.register_module("head", new LinearImpl(16, 10));
        RingRadius radius = net.register_module("ring", RingRadius.startingAtMeanNorm());
        Adam optimizer = new Adam(net.parameters(), new AdamOptions(0.003));

        for (int step = 1; step <= 1500; step++) {
            try (PointerScope scope = new PointerScope()) { // frees the tensors of this step
                int[] digits = random.ints(100, 0, 10).toArray();
                optimizer.zero_grad();
                Tensor features = neck.forward(torch.relu(hidden.forward(images(digits, random))));
                Tensor loss = torch.cross_entropy(head.forward(features), labels(digits));
                RingLossResult r = TorchRing.backward(loss, ring, features, radius); // instead of loss.backward()
                optimizer.step();
                if (step % 500 == 0) {
                    System.out.printf(
                            "step %d: softmax %.4f, ring %.4f, R %.2f, norms %.2f +- %.2f%n",
                            step,
                            loss.item_float(),
                            r.loss(),
                            radius.value(),
                            r.normSummary().mean(),
                            r.normSummary().deviation());
                }
            }
        }

        try (PointerScope scope = new PointerScope()) {
            int[] digits = random.ints(2000, 0, 10).toArray();
            Tensor features = neck.forward(torch.relu(hidden.forward(images(digits, random))));
            Tensor guesses = head.forward(features).argmax(new LongOptional(1), false);
            double right = guesses.eq(labels(digits)).sum().item_long();
            RingLossResult r = new RingLossResult();
            Tensor unused = TorchRing.term(ring, features, radius, r);
            return new Outcome(right / digits.length, r.normSummary().coefficientOfVariation(), radius.value());
        }
    }

    /** Noisy pictures in light and dark ink. */
    private static Tensor images(int[] digits, Random random) {
        float[] pixels = new float[digits.length * 35];
        for (int i = 0; i < digits.length; i++) {
            double ink = 0.4 + random.nextDouble();
            for (int k = 0; k < 35; k++) {
                boolean isInk = DIGITS[digits[i]].charAt(k) == '#';
                pixels[i * 35 + k] = (float) ((isInk ? ink : 0) + 0.25 * random.nextGaussian());
            }
        }
        return Tensor.create(pixels, digits.length, 35);
    }

    private static Tensor labels(int[] digits) {
        long[] labels = new long[digits.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = digits[i];
        }
        return Tensor.create(labels, labels.length);
    }
}
