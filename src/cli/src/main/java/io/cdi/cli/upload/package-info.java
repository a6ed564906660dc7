// SPDX-License-Identifier: Apache-2.0
/// `cdi upload`: a local file into a DataVolume of a cluster. [UploadRun] tells the story; what it does at each
/// step is decided by pure functions ([VolumeRule], [ReadinessRule], [ProxyWay], [Verdict], [PartPlan]).
///
/// The bytes go by the protocol of [io.cdi.contract.ResumableUpload], so that a cut, a restart of the proxy or
/// of this program costs the bytes in flight. Only this package knows Kubernetes, and its classes are loaded
/// for this command only.
@NullMarked
package io.cdi.cli.upload;

import org.jspecify.annotations.NullMarked;
