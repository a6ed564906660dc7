// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/// Where the kubelet asks whether requests are taken. The caches are filled by then.
@Path("healthz")
public class HealthEndpoint {

    @GET
    @Produces(MediaType.TEXT_PLAIN)
    public String health() {
        return "OK";
    }
}
