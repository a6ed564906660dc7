// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.IFactory;

/// Makes what picocli asks for while it reads a command line: lists for the options that may be repeated.
/// picocli's own factory looks for Groovy first, and to see that a class is in no jar, the JVM opens all of
/// them: that was a quarter of the time from `main` to the first request.
enum ModelFactory implements IFactory {
    INSTANCE;

    @Override
    public <K> K create(Class<K> type) {
        if (type == List.class) {
            return type.cast(new ArrayList<>());
        }
        throw new IllegalArgumentException("nothing on the command line is a " + type.getName());
    }
}
