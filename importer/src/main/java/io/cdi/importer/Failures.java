// SPDX-License-Identifier: Apache-2.0
package io.cdi.importer;

import io.cdi.contract.FailurePhrases;
import io.cdi.contract.SourceType;
import io.cdi.contract.TerminationMessage;
import io.cdi.contract.pod.Outcome;
import io.cdi.engine.TransferException;
import io.cdi.engine.transfer.ImportRequest.Content;
import io.cdi.engine.transfer.Progress.Phase;
import io.cdi.scratch.VolumeException;
import java.util.List;

/// Failures in the words of the pod contract, parts of which controllers and clients look for.
///
/// @param phase that the import had got to
record Failures(SourceType type, Content content, Phase phase) {

    private static final String STATUS = "expected status code";

    /// What a registry's image is refused for, as opposed to a pull that did not work.
    private static final List<String> IMAGE_REFUSED = List.of(
            "Error retrieving image: choosing",
            "Error validating architecture",
            "bootc image detected",
            "Failed to find VM disk image file",
            "Cannot locate image file",
            "Invalid image name");

    Outcome outcome(Exception failure) {
        return switch (failure) {
            case TransferException.NeedsScratch _ -> Outcome.done(TerminationMessage.needsScratch());
            case TransferException.Integrity e
            when message(e).contains(FailurePhrases.CHECKSUM_MISMATCH) ->
                Outcome.done(TerminationMessage.of(processing(message(e))));
            case VolumeException e -> Outcome.failed(processing(lowerCased(message(e))));
            case TransferException e -> Outcome.failed(transfer(e));
            case IllegalArgumentException e -> Outcome.failed(unopened(message(e)));
            default -> Outcome.failed(processing(failure.toString()));
        };
    }

    private String transfer(TransferException e) {
        if (type == SourceType.REGISTRY) {
            return processing(registry(e));
        }
        if (phase != Phase.CONNECTING) {
            return processing(message(e));
        }
        if (message(e).contains(STATUS)) {
            return unopened(statusFirst(message(e)));
        }
        return unopened((type == SourceType.HTTP ? "HTTP request errored: " : "") + message(e));
    }

    private String unopened(String cause) {
        if (type == SourceType.REGISTRY) {
            return processing("Failed to read registry image: " + cause);
        }
        return FailurePhrases.CANNOT_CONNECT_PREFIX + type.word() + " data source: " + cause;
    }

    /// Others compare the text from its beginning, and it begins with the status.
    private static String statusFirst(String cause) {
        int status = cause.indexOf(STATUS);
        String place = cause.substring(0, status).replaceFirst("[: ]+$", "");
        return place.isEmpty() ? cause : cause.substring(status) + " (" + place + ")";
    }

    private String registry(TransferException e) {
        String cause = message(e);
        boolean refused = IMAGE_REFUSED.stream().anyMatch(cause::startsWith);
        boolean pulling = phase == Phase.CONNECTING || e instanceof TransferException.Transient;
        if (refused) {
            return "Failed to read registry image: " + cause;
        }
        return pulling ? "Failed to read registry image: " + FailurePhrases.PULL_FAILED + ": " + cause : cause;
    }

    private String processing(String cause) {
        return FailurePhrases.CANNOT_PROCESS + ": " + prefix() + cause;
    }

    private String prefix() {
        return switch (phase) {
            case CONNECTING -> "Unable to obtain information about data source: ";
            case TRANSFERRING, FINISHING, DONE ->
                content == Content.ARCHIVE
                        ? "Unable to transfer source data to target directory: "
                        : "Unable to transfer source data to target file: ";
            case CONVERTING -> "Unable to convert source data to target format: ";
        };
    }

    /// The kernel's words as other programs look for them.
    private static String lowerCased(String cause) {
        return cause.replace("No space left on device", FailurePhrases.NO_SPACE)
                .replace("Disk quota exceeded", FailurePhrases.QUOTA_EXCEEDED);
    }

    private static String message(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
