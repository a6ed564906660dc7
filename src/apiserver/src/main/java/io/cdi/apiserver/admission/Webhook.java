// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.admission;

import com.fasterxml.jackson.core.JsonProcessingException;

/// Judges one kind of request.
public interface Webhook {

    /// The path under which the API server calls it.
    String path();

    /// @throws JsonProcessingException when the object is not of its kind
    Answer judge(AdmissionRequest request) throws JsonProcessingException;
}
