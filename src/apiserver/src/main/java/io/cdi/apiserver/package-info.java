// SPDX-License-Identifier: Apache-2.0
/// The API server of the importer: admission of DataVolumes, cron imports, populators, transfers, and claims, and the
/// tokens of uploads (`io.cdi.apiserver.upload`).
///
/// A review comes in ([io.cdi.apiserver.AdmissionEndpoint]), one [io.cdi.apiserver.admission.Webhook] judges it by
/// the rules of `io.cdi.api.validation` and by what the cluster's caches say ([io.cdi.apiserver.cluster.ClusterFacts]),
/// and the answer goes out. Nothing is asked over the network for a DataVolume without a clone: a
/// hundred of them created at once wait for nobody.
@NullMarked
package io.cdi.apiserver;

import org.jspecify.annotations.NullMarked;
