// SPDX-License-Identifier: Apache-2.0
/// What the upload page (`META-INF/resources`) asks of the cluster, with its user's own token and so with
/// his rights: a browser cannot reach the API server itself. The proxy's own account is not used for any of
/// it.
@NullMarked
package io.cdi.uploadproxy.page;

import org.jspecify.annotations.NullMarked;
