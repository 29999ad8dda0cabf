package org.ringloss.properties;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamConstants;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.ringloss.RingLossTotals;

/** Java serialization carries the bytes of totals, checks them, and makes totals of nothing else. */
class TotalsSerializationTest {
    private static byte[] write(RingLossTotals totals) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ObjectOutputStream objects = new ObjectOutputStream(out)) {
            objects.writeObject(totals);
        }
        return out.toByteArray();
    }

    @SuppressWarnings("BanSerializableRead") // what this test wrote itself
    private static Object read(byte[] stream) throws IOException, ClassNotFoundException {
        try (ObjectInputStream objects = new ObjectInputStream(new ByteArrayInputStream(stream))) {
            return objects.readObject();
        }
    }

    private static RingLossTotals totals(Scene scene) {
        return scene.ring().forward(scene.batch()).result().totals();
    }

    @Test
    void refusesChangedBytes() throws IOException {
        byte[] stream = write(totals(Scene.of(2, 2, new float[] {3, 4, 5, 12}, 1)));
        byte[] magic = {'R', 'I', 'N', 'G', 1};
        int at = indexOf(stream, magic);
        stream[at + 4] = 2;
        assertThatThrownBy(() -> read(stream))
                .isInstanceOf(InvalidObjectException.class)
                .hasMessageContaining("version 2");
    }

    private static int indexOf(byte[] stream, byte[] part) {
        for (int i = 0; i + part.length <= stream.length; i++) {
            if (Arrays.equals(stream, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new AssertionError("not there");
    }

    /** A stream of the class itself, which no one writes. */
    @Test
    void refusesTotalsWithoutBytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        data.writeShort(ObjectStreamConstants.STREAM_MAGIC);
        data.writeShort(ObjectStreamConstants.STREAM_VERSION);
        data.writeByte(ObjectStreamConstants.TC_OBJECT);
        data.writeByte(ObjectStreamConstants.TC_CLASSDESC);
        data.writeUTF(RingLossTotals.class.getName());
        data.writeLong(1); // its serialVersionUID
        data.writeByte(ObjectStreamConstants.SC_SERIALIZABLE);
        data.writeShort(0); // no fields
        data.writeByte(ObjectStreamConstants.TC_ENDBLOCKDATA);
        data.writeByte(ObjectStreamConstants.TC_NULL);
        assertThatThrownBy(() -> read(out.toByteArray())).isInstanceOf(InvalidObjectException.class);
    }
}
