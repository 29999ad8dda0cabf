// SPDX-License-Identifier: Apache-2.0
package org.ringloss.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.data.Offset;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.ringloss.Penalty;
import org.ringloss.RingLoss;

/** What the page tells to write on a GPU: it is the same loss, and the page has these lines. */
class OwnOperationsTest {
    @Test
    void areTheSameLoss() {
        Module net = new Module();
        double lambda = 0.3;
        Tensor features = Rows.leaf(16, 8, 1);
        Tensor loss = Rows.otherLoss();
        // the page begins
        Tensor radius = net.register_parameter("radius", torch.scalar_tensor(new Scalar(20)));
        Tensor norms = torch.norm(features, new ScalarOptional(new Scalar(2)), 1);
        Tensor ringLoss = norms.sub(radius).square().mean().mul(new Scalar(lambda / 2));
        loss.add(ringLoss).backward();
        // the page ends

        RingLoss ring =
                RingLoss.builder().penalty(Penalty.squared()).weight(lambda).build();
        Tensor same = Rows.leaf(16, 8, 1);
        RingRadius sameRadius = RingRadius.startingAt(20);
        double value =
                TorchRing.backward(Rows.otherLoss(), ring, same, sameRadius).loss();
        assertThat(ringLoss.item_float()).isCloseTo((float) value, Offset.offset(1e-4f));
        assertThat(Rows.floats(features.grad())).containsExactly(Rows.floats(same.grad()), Offset.offset(1e-6f));
        assertThat(radius.grad().item_float())
                .isCloseTo(sameRadius.parameter().grad().item_float(), Offset.offset(1e-5f));
    }

    @Test
    void areOnThePage() throws Exception {
        List<String> source = Files.readAllLines(Path.of("src/test/java/org/ringloss/pytorch/OwnOperationsTest.java"));
        List<String> lines = source.stream()
                .map(String::strip)
                .dropWhile(line -> !line.equals("// the page begins"))
                .skip(1)
                .takeWhile(line -> !line.equals("// the page ends"))
                .toList();
        assertThat(lines).hasSize(4);
        assertThat(Files.readAllLines(Path.of("../../docs/trainers-pytorch.md")))
                .containsAll(lines);
    }
}
