// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Parts of termination texts that controllers and clients look for.
public final class FailurePhrases {

    public static final String SCRATCH_MISSING = "scratch space required and none found";

    public static final String CHECKSUM_MISMATCH = "checksum mismatch";

    public static final String PULL_FAILED = "failed to pull image";

    public static final String LARGER_THAN_AVAILABLE = "is larger than the reported available";

    public static final String NO_SPACE = "no space left on device";

    public static final String BLOCK_TOO_BIG = "file largest block is bigger than maxblock";

    public static final String QUOTA_EXCEEDED = "disk quota exceeded";

    public static final String IMPORT_COMPLETE = "Import Complete";

    public static final String UPLOAD_COMPLETE = "Upload Complete";

    public static final String DEADLINE_PASSED = "Deadline Passed";

    public static final String CANNOT_PROCESS = "Unable to process data";

    /// How an upload server's answer begins; the cause follows.
    public static final String SAVING_FAILED = "Saving stream failed: ";

    /// How the cause of such an answer begins when the volume is too small.
    public static final String UPLOAD_TOO_LARGE = "effective image size is larger than the reported available storage";

    /// How the proxy's refusal ends when a claim is filled.
    public static final String ALREADY_UPLOADED = " that already finished uploading";

    /// The source's name and ` data source` follow.
    public static final String CANNOT_CONNECT_PREFIX = "Unable to connect to ";

    public static final String CANNOT_CREATE_BLANK = "Unable to create blank image";

    private FailurePhrases() {}
}
