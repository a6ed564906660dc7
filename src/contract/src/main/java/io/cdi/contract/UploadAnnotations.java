// SPDX-License-Identifier: Apache-2.0
package io.cdi.contract;

/// Upload targets.
public final class UploadAnnotations {

    /// Its presence: the claim wants an upload server.
    public static final String UPLOAD_TARGET = "cdi.kubevirt.io/storage.upload.target";

    public static final String UPLOAD_POD_NAME = "cdi.kubevirt.io/storage.uploadPodName";

    /// `yes`.
    public static final String CREATED_BY_UPLOAD_CONTROLLER = "cdi.kubevirt.io/storage.createdByUploadController";

    /// On the upload pod, JSON.
    public static final String OPEN_DEFAULT_PORTS = "k8s.ovn.org/open-default-ports";

    private UploadAnnotations() {}
}
