// SPDX-License-Identifier: Apache-2.0
/// The request for an upload token. It is no object of etcd: cdi-apiserver answers it through the
/// aggregation layer.
@NullMarked
package io.cdi.api.upload;

import org.jspecify.annotations.NullMarked;
