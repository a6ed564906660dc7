// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.engine.Interruption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Runs several command lines in one process, for the training of the AOT cache: what one of them loads, all
/// later processes start with.
final class Training {

    private Training() {}

    /// @param args a file with a command line per line, its words parted by blanks, after the exit code that it
    ///     must end with
    public static void main(String[] args) throws IOException {
        Interruption interruption = Interruption.of(Thread.currentThread(), Cdi.PATIENCE);
        // A signal ends the training as any program.
        interruption.finished();
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            String[] words = line.split(" +", -1);
            int code = Cdi.run(interruption, Arrays.copyOfRange(words, 1, words.length));
            if (code != Integer.parseInt(words[0])) {
                System.err.println("exit code " + code + ": " + line);
                System.exit(1);
            }
        }
        System.exit(0);
    }
}
