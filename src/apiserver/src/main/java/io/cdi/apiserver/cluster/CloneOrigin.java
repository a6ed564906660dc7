// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.cluster;

/// What a DataVolume is a copy of.
///
/// @param isSnapshot a VolumeSnapshot, otherwise a claim
public record CloneOrigin(boolean isSnapshot, String namespace, String name) {}
