// SPDX-License-Identifier: Apache-2.0
package org.ringloss.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.ringloss.RingLoss;

/** Features that do not lie on the CPU row after row. */
class LayoutTest {
    private static final RingLoss RING = RingLoss.builder().build();

    private static Stream<Arguments> views() {
        return Stream.of(
                view("transposed", x -> x.t()),
                view("some columns", x -> x.narrow(1, 2, 4)),
                view("some rows, in place", x -> x.narrow(0, 3, 4)),
                view("one row many times", x -> x.narrow(0, 1, 1).expand(new long[] {9, 7}, false)));
    }

    private static Arguments view(String name, UnaryOperator<Tensor> view) {
        return Arguments.of(Named.of(name, view));
    }

    @ParameterizedTest
    @MethodSource("views")
    void viewsGiveWhatTheirCopiesGive(UnaryOperator<Tensor> view) {
        for (GradientsTest.Way way : GradientsTest.Way.values()) {
            Tensor whole = Rows.leaf(7, 7, 1);
            Tensor sameWhole = Rows.leaf(7, 7, 1);
            RingRadius radius = RingRadius.startingAt(3);
            RingRadius sameRadius = RingRadius.startingAt(3);
            Tensor copy = view.apply(sameWhole).contiguous();
            way.run(Rows.otherLoss(), RING, view.apply(whole), radius);
            way.run(Rows.otherLoss(), RING, copy, sameRadius);

            assertThat(Rows.floats(whole.grad())).containsExactly(Rows.floats(sameWhole.grad()));
            assertThat(radius.parameter().grad().item_float())
                    .isEqualTo(sameRadius.parameter().grad().item_float());
        }
    }

    @Test
    void featuresAreReadWhereTheyLieAndLeftAlone() {
        Tensor features = Rows.leaf(7, 5, 1);
        float[] before = Rows.floats(features);
        long address = features.data_ptr().address();
        TorchRing.backward(Rows.otherLoss(), RING, features, RingRadius.startingAtMeanNorm());
        assertThat(Rows.floats(features)).containsExactly(before);
        assertThat(features.data_ptr().address()).isEqualTo(address);
    }

    /** A tensor on the CPU that says it is elsewhere: the way over the CPU and back is the same. */
    private static final class ElsewhereTensor extends Tensor {
        ElsewhereTensor(Tensor tensor) {
            super(tensor);
        }

        @Override
        public boolean is_cpu() {
            return false;
        }
    }

    @Test
    void otherDevicesAreMovedAndThatIsLoggedOnce() {
        List<String> messages = new ArrayList<>();
        Logger logger = Logger.getLogger("org.ringloss.pytorch");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord message) {
                messages.add(message.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            Tensor leaf = Rows.leaf(7, 5, 1);
            Tensor same = Rows.leaf(7, 5, 1);
            RingRadius radius = RingRadius.startingAt(3);
            for (int i = 0; i < 2; i++) {
                TorchRing.backward(Rows.otherLoss(), RING, new ElsewhereTensor(leaf), radius);
                TorchRing.backward(Rows.otherLoss(), RING, same, radius);
            }
            assertThat(Rows.floats(leaf.grad())).containsExactly(Rows.floats(same.grad()));
        } finally {
            logger.removeHandler(handler);
            logger.setUseParentHandlers(true);
        }
        assertThat(messages)
                .containsExactly("features are on device cpu: each ring loss copies them to the CPU and the gradient"
                        + " back; PyTorch's own operations are faster there");
    }
}
