// SPDX-License-Identifier: Apache-2.0
/// DataVolume manifests on one machine. [Manifests] reads the YAML, [ApplyPlan] turns it into jobs and
/// refusals without touching anything, [ApplyRun] carries the jobs out. A folder stands for the storage
/// class, its sub-folders for namespaces, theirs for volumes.
@NullMarked
package io.cdi.cli.apply;

import org.jspecify.annotations.NullMarked;
