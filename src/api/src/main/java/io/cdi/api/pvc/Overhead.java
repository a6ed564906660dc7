// SPDX-License-Identifier: Apache-2.0
package io.cdi.api.pvc;

import io.cdi.api.config.CDIConfigStatus;
import io.cdi.api.config.FilesystemOverhead;
import io.cdi.api.storage.StorageClasses;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How much larger than its content a volume must be. The share is added on top of the content's size: with
/// 0.06 a disk of 100 needs a volume of 106. Counted in double precision, as all who compare such sizes do.
public record Overhead(double share) {
    public static final long MIB = 1L << 20;
    public static final Overhead NONE = new Overhead(0);
    static final Overhead DEFAULT = new Overhead(0.06);

    private static final long LARGEST = Long.MAX_VALUE / MIB * MIB;

    /// The volume that holds `contentBytes`, which are rounded up to whole MiB first; at most the
    /// largest number there is.
    public long volumeFor(long contentBytes) {
        return (long) Math.ceil(roundedUp(contentBytes) * (1 + share));
    }

    /// What fits into a volume, in whole MiB.
    public long contentOf(long volumeBytes) {
        return Math.floorDiv((long) Math.ceil(volumeBytes / (1 + share)), MIB) * MIB;
    }

    /// The scratch volume beside a target that asks for `requestBytes`: it holds what the target holds.
    public static long scratchBytes(long requestBytes, Overhead target, Overhead scratch) {
        return roundedUp(scratch.volumeFor(target.contentOf(requestBytes)));
    }

    /// The share for a claim: none for block devices and for claims without a class, else the class's or
    /// the global one.
    public static Overhead of(
            @Nullable String volumeMode,
            @Nullable String storageClassName,
            StorageClasses classes,
            @Nullable CDIConfigStatus config) {
        if ("Block".equals(volumeMode) || "".equals(storageClassName) || config == null) {
            return NONE;
        }
        var shares = config.filesystemOverhead();
        if (shares == null) {
            return DEFAULT;
        }
        var global = shares.global() == null ? DEFAULT : parsed(shares.global());
        return Optional.ofNullable(storageClassName)
                .flatMap(classes::named)
                .or(classes::clusterDefault)
                .map(storageClass -> storageClass.getMetadata().getName())
                .flatMap(name -> Optional.ofNullable(shares.storageClass()).map(byClass -> byClass.get(name)))
                .map(Overhead::parsed)
                .orElse(global);
    }

    private static Overhead parsed(String share) {
        return share.matches(FilesystemOverhead.PERCENT) ? new Overhead(Double.parseDouble(share)) : DEFAULT;
    }

    private static long roundedUp(long bytes) {
        return Math.ceilDiv(Math.min(bytes, LARGEST), MIB) * MIB;
    }
}
