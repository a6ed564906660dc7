// SPDX-License-Identifier: Apache-2.0
/// The few objects that concern every volume: storage classes, their profiles and drivers, and the
/// settings of the installation. [io.cdi.controller.cluster.ClusterCache] watches them,
/// [io.cdi.controller.cluster.ClusterView] is what decisions read.
@NullMarked
package io.cdi.controller.cluster;

import org.jspecify.annotations.NullMarked;
