// SPDX-License-Identifier: Apache-2.0
/// Keys and certificates: how the proxy shows itself to upload servers and knows them, and whose tokens it
/// takes. All of it changes while the proxy runs.
@NullMarked
package io.cdi.uploadproxy.tls;

import org.jspecify.annotations.NullMarked;
