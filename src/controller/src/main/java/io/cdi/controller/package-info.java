// SPDX-License-Identifier: Apache-2.0
/// The process of `cdi-deployment`. [io.cdi.controller.Main] starts [io.cdi.controller.Controllers],
/// which runs:
///
/// - [io.cdi.controller.datavolume.DataVolumeReconciler]: DataVolume to claim and back to status
/// - [io.cdi.controller.claim.ClaimReconciler]: claims to primes, importer pods and filled volumes
/// - [io.cdi.controller.storageprofile.StorageProfileReconciler]: a profile per storage class
/// - [io.cdi.controller.config.ConfigReconciler]: the settings in force
/// - [io.cdi.controller.cron.DataImportCronReconciler]: says that it has nothing to do yet
///
/// All have one form: an `Observed...` record is filled from caches, a `...Rule` decides without any
/// I/O what is to be done, as a list of steps, and the reconciler takes them. Every step may be taken
/// twice without harm, so that a process that is killed at any point goes on where the next one starts.
@NullMarked
package io.cdi.controller;

import org.jspecify.annotations.NullMarked;
