// SPDX-License-Identifier: Apache-2.0
package org.ringloss.examples.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** A stream that refuses to give more than so many bytes, alone or together with others. */
final class LimitedInput extends FilterInputStream {
    private final long most;
    private final String what;
    private final AtomicLong count;

    /** A stream whose error message says {@code what}, then the limit. */
    LimitedInput(InputStream in, long most, String what) {
        this(in, most, what, new AtomicLong());
    }

    /** A stream that shares its limit with all that count on {@code count}. */
    LimitedInput(InputStream in, long most, String what, AtomicLong count) {
        super(in);
        this.count = count;
        this.most = most;
        this.what = what;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long length) throws IOException {
        long skipped = super.skip(length);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long bytes) throws IOException {
        if (count.addAndGet(bytes) > most) {
            throw new IOException(what + " " + most + " bytes, the most that are read");
        }
    }
}
