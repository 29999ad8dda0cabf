// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.training;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringloss.examples.input.InputException;

/**
 * A folder with a file for each arm, written after every epoch. A file is replaced as a whole: who stops the program at
 * any moment loses one epoch at most.
 */
public final class CheckpointFolder {
    private static final int MAGIC = 0x52434b31;
    private static final String ENDING = ".checkpoint";
    private static final int MAX_ARRAY = 1 << 30;

    private final Path folder;
    private final String belongsTo;

    /**
     * A folder that need not be there yet.
     *
     * @param belongsTo tells runs apart that cannot go on from each other's checkpoints
     */
    public CheckpointFolder(Path folder, String belongsTo) {
        this.folder = folder;
        this.belongsTo = belongsTo;
    }

    Optional<Checkpoint> read(String arm) throws InputException {
        Path file = file(arm);
        if (Files.notExists(file)) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(Files.newInputStream(file)))) {
            if (in.readInt() != MAGIC) {
                throw new InputException(file, "is no checkpoint of this program");
            }
            String other = in.readUTF();
            if (!other.equals(belongsTo)) {
                throw new InputException(
                        file,
                        "belongs to a run with other settings or data (" + other + "; this one: " + belongsTo
                                + "); give them again, or another --checkpoint");
            }
            return Optional.of(readState(in));
        } catch (IOException e) {
            throw new InputException(file, "is no sound checkpoint: " + e);
        }
    }

    private static Checkpoint readState(DataInputStream in) throws IOException {
        int count = in.readInt();
        List<EpochStats> epochs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            epochs.add(new EpochStats(
                    in.readInt(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble()));
        }
        return new Checkpoint(epochs, readArray(in), readArray(in), in.readInt(), in.readUTF());
    }

    private static byte[] readArray(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_ARRAY) {
            throw new IOException("has an array of " + length + " bytes");
        }
        byte[] array = in.readNBytes(length);
        if (array.length < length) {
            throw new IOException("ends too early");
        }
        return array;
    }

    void write(String arm, Checkpoint state) throws IOException {
        Files.createDirectories(folder);
        Path draft = folder.resolve(arm + ENDING + ".part");
        try (DataOutputStream out =
                new DataOutputStream(new java.io.BufferedOutputStream(Files.newOutputStream(draft)))) {
            out.writeInt(MAGIC);
            out.writeUTF(belongsTo);
            out.writeInt(state.epochs().size());
            for (EpochStats epoch : state.epochs()) {
                out.writeInt(epoch.epoch());
                out.writeDouble(epoch.softmaxLoss());
                out.writeDouble(epoch.ringLoss());
                out.writeDouble(epoch.trainAccuracy());
                out.writeDouble(epoch.heldOutAccuracy());
                out.writeDouble(epoch.radius());
                out.writeDouble(epoch.meanNorm());
            }
            out.writeInt(state.parameters().length);
            out.write(state.parameters());
            out.writeInt(state.moments().length);
            out.write(state.moments());
            out.writeInt(state.steps());
            out.writeUTF(state.radius());
        }
        Files.move(draft, file(arm), StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file(String arm) {
        return folder.resolve(arm + ENDING);
    }
}
