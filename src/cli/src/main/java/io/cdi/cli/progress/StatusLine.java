// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.progress;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// The last line of a terminal, for something that changes. Other messages go through [#messages], which
/// moves the line out of their way.
public final class StatusLine {

    private static final String ERASE = "\r\033[K";
    private static final String HIDE_CURSOR = "\033[?25l";
    private static final String SHOW_CURSOR = "\033[?25h";

    private final PrintStream terminal;
    private final Object lock = new Object();
    private boolean drawn;
    private boolean cursorHidden;

    public StatusLine(PrintStream terminal) {
        this.terminal = terminal;
    }

    /// Shows `text` in place of what was there.
    public void draw(String text) {
        synchronized (lock) {
            terminal.print((cursorHidden ? "" : HIDE_CURSOR) + "\r" + text + "\033[K");
            terminal.flush();
            drawn = true;
            cursorHidden = true;
        }
    }

    /// The terminal for whole lines; the status line is drawn again below them by the next [#draw].
    public PrintStream messages() {
        return new PrintStream(terminal, true, StandardCharsets.UTF_8) {
            @Override
            public void write(byte[] bytes, int offset, int length) {
                synchronized (lock) {
                    erase();
                    super.write(bytes, offset, length);
                    flush();
                }
            }
        };
    }

    /// Leaves an empty line and the cursor as it was.
    public void clear() {
        synchronized (lock) {
            erase();
            if (cursorHidden) {
                terminal.print(SHOW_CURSOR);
            }
            terminal.flush();
            cursorHidden = false;
        }
    }

    private void erase() {
        if (drawn) {
            terminal.print(ERASE);
            drawn = false;
        }
    }
}
