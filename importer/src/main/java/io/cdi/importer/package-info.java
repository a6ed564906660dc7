// SPDX-License-Identifier: Apache-2.0
/// The import worker: the process `cdi-importer` in the importer pod.
///
/// [CdiImporter] is `main`. [Settings] is the environment, parsed once; [PodFiles] are the places of the
/// pod contract; [ImportOrder] makes of both what the transfer engine is to do. [ImporterPod] does it, and
/// [Outcome] is what the pod leaves behind: exit code and termination message, for failures by [Failures].
@NullMarked
package io.cdi.importer;

import org.jspecify.annotations.NullMarked;
