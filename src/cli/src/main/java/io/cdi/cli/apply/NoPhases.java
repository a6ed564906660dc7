// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.apply;

import java.util.List;

/// Shows nothing.
public final class NoPhases implements PhaseDisplay {

    @Override
    public void phase(String title, String phase, String message) {}

    @Override
    public void progress(List<Running> running) {}

    @Override
    public void close() {}
}
