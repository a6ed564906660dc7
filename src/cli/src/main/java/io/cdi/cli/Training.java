// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli;

import io.cdi.cli.progress.StatusLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Runs several command lines in one process, for the training of the AOT cache: what one of them loads, all
/// later processes start with.
final class Training {

    private Training() {}

    /// @param args a file with a command line per line, its words parted by blanks
    public static void main(String[] args) throws IOException {
        Interruption interruption = Interruption.of(Thread.currentThread());
        StatusLine status = new StatusLine(System.err);
        Session session =
                new Session(System.getenv(), System.in, System.out, status.messages(), status, true, System::nanoTime);
        int worst = 0;
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            String[] words = line.split(" +");
            worst = Math.max(
                    worst, Cdi.commandLine(session, interruption, words).execute(words));
        }
        interruption.finished();
        System.exit(worst);
    }
}
