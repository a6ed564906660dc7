// SPDX-License-Identifier: Apache-2.0
package io.cdi.cli.upload;

import io.cdi.engine.TransferException;
import io.cdi.engine.source.ranges.Attempts;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Brings a file to the server, part by part, and goes on at the server's place after whatever went wrong.
final class TusUpload {

    /// Where the upload's id is kept, for a later run.
    interface Memory {
        Optional<String> known();

        void keep(String id);

        void forget();
    }

    private final Wire wire;
    private final PartPlan plan;
    private final Attempts attempts;
    private final Memory memory;
    private final BooleanSupplier filled;
    private final UploadProgress progress;
    private Optional<String> id;
    private long furthest = -1;
    private boolean tokenFailed;
    private boolean over;

    /// @param filled asks the cluster whether the volume is complete
    TusUpload(
            Wire wire,
            PartPlan plan,
            Attempts attempts,
            Memory memory,
            BooleanSupplier filled,
            UploadProgress progress) {
        this.wire = wire;
        this.plan = plan;
        this.attempts = attempts;
        this.memory = memory;
        this.filled = filled;
        this.progress = progress;
        this.id = memory.known();
    }

    /// Returns when the server has stored all of it durably.
    ///
    /// @throws TransferException when it refuses, or nothing has moved for too long
    void run() throws TransferException, InterruptedException {
        while (!over) {
            long before = furthest;
            try {
                go();
            } catch (TransferException failure) {
                // The answer to the last part may be what got lost, and its server has ended since.
                over = progress.isAllSent() && filled.getAsBoolean();
                if (!over) {
                    pause(failure, furthest > before);
                }
            }
        }
        memory.forget();
    }

    private void pause(TransferException failure, boolean progressed) throws TransferException, InterruptedException {
        if (failure instanceof TransferException.Transient) {
            progress.waits(String.valueOf(failure.getMessage()));
        }
        attempts.failed(failure, progressed);
    }

    private void go() throws TransferException {
        String upload = id.isPresent() ? id.get() : "";
        long offset = upload.isEmpty()
                ? settle(Verdict.ofCreation(wire.create(plan.totalBytes())))
                : settle(Verdict.ofOffset(wire.offset(upload)));
        while (!over) {
            offset = bring(id.orElseThrow(), offset);
        }
    }

    /// The answer to the part that ends at the end of the file comes when all is durable. Where the server has
    /// all of it before, an empty part asks for that answer.
    private long bring(String upload, long offset) throws TransferException {
        long reached = settle(Verdict.ofPart(wire.bring(upload, offset, plan.lengthAt(offset))));
        if (reached <= offset && offset < plan.totalBytes()) {
            throw new TransferException.Transient("upload: the server took nothing behind byte " + offset);
        }
        over |= reached >= plan.totalBytes();
        return reached;
    }

    /// @return where to go on
    private long settle(Verdict verdict) throws TransferException {
        tokenFailed &= verdict instanceof Verdict.NewToken;
        return switch (verdict) {
            case Verdict.Made(String made) -> {
                id = Optional.of(made);
                memory.keep(made);
                yield reached(0);
            }
            case Verdict.At(long offset) -> reached(offset);
            case Verdict.Filled() -> filled();
            case Verdict.Forgotten() -> {
                id = Optional.empty();
                memory.forget();
                throw new TransferException.Transient("upload: the server has forgotten it, so it begins anew");
            }
            case Verdict.NewToken(String why) -> {
                if (tokenFailed) {
                    throw new TransferException.Permanent("upload: " + why + ", nor is a new one");
                }
                tokenFailed = true;
                throw new TransferException.Transient("upload: " + why);
            }
            case Verdict.Later(String why) -> throw new TransferException.Transient("upload: " + why);
            case Verdict.Refused(String why) -> {
                memory.forget();
                throw new TransferException.Permanent("upload: " + why);
            }
        };
    }

    private long reached(long offset) {
        furthest = Math.max(furthest, offset);
        progress.at(offset);
        return offset;
    }

    private long filled() throws TransferException {
        if (!progress.isAllSent()) {
            memory.forget();
            throw new TransferException.Permanent(
                    "upload: the volume was filled by somebody else meanwhile; choose another name");
        }
        over = true;
        return plan.totalBytes();
    }
}
