// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.ringloss.Penalty;
import org.ringloss.examples.input.DrawnCharacters;
import org.ringloss.examples.input.InputException;
import org.ringloss.examples.input.Split;

class ResumeTest {
    private static final Split SPLIT = Split.of(DrawnCharacters.draw(22, 1), Double.NaN, 1);
    private static final Settings SETTINGS =
            new Settings(6, Penalty.huber(), 0.3, OptionalDouble.empty(), 0.5, 1, 4, 32, 0.01, 1);

    @TempDir
    Path folder;

    @BeforeAll
    static void configure() {
        PyTorch.configure(1);
    }

    private CheckpointFolder checkpoints(String run) {
        return new CheckpointFolder(folder.resolve("states"), run);
    }

    /** Stops like a power cut at the first step after an epoch. */
    private static final class Stop implements Progress {
        private static final class PowerCut extends RuntimeException {
            private static final long serialVersionUID = 1;
        }

        private final int lastEpoch;
        private int epoch;

        private Stop(int lastEpoch) {
            this.lastEpoch = lastEpoch;
        }

        @Override
        public void step(double done, double loss, double accuracy) {
            if (epoch >= lastEpoch) {
                throw new PowerCut();
            }
        }

        @Override
        public void epoch(EpochStats stats) {
            epoch = stats.epoch();
        }
    }

    private static final Progress NONE = new Stop(Integer.MAX_VALUE);

    /** Before ring loss joins, after its first epoch, and when nothing is left to do. */
    @ParameterizedTest
    @CsvSource({"SOFTMAX, 2", "RING, 1", "RING, 2", "RING, 4"})
    void goesOnToTheSameBits(Arm arm, int epochs) throws Exception {
        float[] whole;
        double radius;
        try (TrainedArm trained = arm.train(SPLIT, SETTINGS, 3, null, NONE)) {
            whole = trained.features(SPLIT.compared());
            radius = trained.radius();
        }
        CheckpointFolder checkpoints = checkpoints("run");
        if (epochs < SETTINGS.epochs()) {
            assertThatThrownBy(() -> arm.train(SPLIT, SETTINGS, 3, checkpoints, new Stop(epochs)))
                    .isInstanceOf(Stop.PowerCut.class);
        } else {
            arm.train(SPLIT, SETTINGS, 3, checkpoints, NONE).close();
        }
        try (TrainedArm trained = arm.train(SPLIT, SETTINGS, 3, checkpoints, NONE)) {
            assertThat(trained.features(SPLIT.compared())).isEqualTo(whole);
            assertThat((Double) trained.radius()).isEqualTo((Double) radius);
            assertThat(trained.epochs()).hasSize(4);
        }
    }

    @Test
    void refusesCheckpointsOfOtherRuns() throws Exception {
        Arm.SOFTMAX.train(SPLIT, SETTINGS, 3, checkpoints("run"), NONE).close();
        assertRefused("other run", "belongs to a run with other settings or data (run; this one: other run)");
        Path file = folder.resolve("states/seed-3-softmax.checkpoint");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused("run", "is no sound checkpoint");
        Files.writeString(file, "something else");
        assertRefused("run", "is no checkpoint of this program");
    }

    private void assertRefused(String run, String message) throws IOException {
        assertThatThrownBy(() -> Arm.SOFTMAX.train(SPLIT, SETTINGS, 3, checkpoints(run), NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}
