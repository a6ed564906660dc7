// SPDX-License-Identifier: Apache-2.0
package io.cdi.controller.cluster;

import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/// Says that something has changed, whatever it is.
public record Heard<T>(Runnable listener) implements ResourceEventHandler<T> {

    @Override
    public void onAdd(T object) {
        listener.run();
    }

    @Override
    public void onUpdate(T before, T after) {
        listener.run();
    }

    @Override
    public void onDelete(T object, boolean stateUnknown) {
        listener.run();
    }
}
