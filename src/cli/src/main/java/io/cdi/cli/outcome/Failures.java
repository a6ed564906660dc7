// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.outcome;

import io.cdi.engine.TransferException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// The one line that tells a user why something failed.
public final class Failures {

    private Failures() {}

    public static String line(Throwable failure) {
        return sentence(failure).strip().replaceAll("\\s*[\\r\\n]+\\s*", "; ");
    }

    private static String sentence(Throwable failure) {
        return switch (failure) {
            case TransferException.NeedsScratch e -> withScratchRemedy(text(e));
            case NoSuchFileException e -> "no such file or folder: " + e.getFile();
            case AccessDeniedException e -> "no permission for " + e.getFile();
            case NotDirectoryException e -> "not a folder: " + e.getFile();
            case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
            case InterruptedException _ -> "interrupted";
            case OutOfMemoryError e -> "out of memory: " + text(e);
            case RuntimeException e -> "internal error: " + e + "; run again with --verbose and report what it shows";
            case Error e -> "internal error: " + e + "; run again with --verbose and report what it shows";
            default -> text(failure);
        };
    }

    private static String withScratchRemedy(String message) {
        return message.contains("--scratch")
                ? message
                : message + "; give room for a temporary copy with --scratch DIR";
    }

    /// The failure's own words.
    public static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
    }
}
