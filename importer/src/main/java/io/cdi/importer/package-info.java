// SPDX-License-Identifier: Apache-2.0
/// The import worker: the process `cdi-importer` in the importer pod.
///
/// [CdiImporter] is `main`. [Settings] is the environment, parsed once; [ImportOrder] makes of it and of the
/// places of the pod contract what the transfer engine is to do. [ImportRun] does it, and leaves an exit
/// code and a termination message behind, for failures by [Failures].
@NullMarked
package io.cdi.importer;

import org.jspecify.annotations.NullMarked;
