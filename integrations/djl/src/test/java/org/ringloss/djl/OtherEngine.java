// SPDX-License-Identifier: Apache-2.0
package org.ringloss.djl;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** An engine that is not PyTorch, and can nothing else. */
final class OtherEngine extends Engine {
    @Override
    public @Nullable Engine getAlternativeEngine() {
        return null;
    }

    @Override
    public String getEngineName() {
        return "Other";
    }

    @Override
    public int getRank() {
        return Integer.MAX_VALUE;
    }

    @Override
    public String getVersion() {
        return "1";
    }

    @Override
    public boolean hasCapability(String capability) {
        return false;
    }

    @Override
    public Model newModel(String name, Device device) {
        throw new UnsupportedOperationException();
    }

    /** A manager that knows its engine. */
    @Override
    public NDManager newBaseManager() {
        return (NDManager) Proxy.newProxyInstance(
                NDManager.class.getClassLoader(), new Class<?>[] {NDManager.class}, (proxy, called, arguments) -> {
                    if (called.getName().equals("getEngine")) {
                        return this;
                    }
                    throw new UnsupportedOperationException(called.getName());
                });
    }

    @Override
    public NDManager newBaseManager(Device device) {
        return newBaseManager();
    }
}
