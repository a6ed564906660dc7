// SPDX-License-Identifier: Apache-2.0
package io.cdi.uploadproxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.contract.ContentType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadPathTest {

    @ParameterizedTest
    @CsvSource({
        "/v1beta1/upload, SYNC, /v1beta1/upload-archive",
        "/v1alpha1/upload, SYNC, /v1alpha1/upload-archive",
        "/v1beta1/upload-async, ASYNC, /v1beta1/upload-archive",
        "/v1alpha1/upload-form, SYNC, /v1alpha1/upload-archive",
        "/v1beta1/upload-form-async, ASYNC, /v1beta1/upload-archive",
        "/v1beta1/upload-tus, RESUMABLE, /v1beta1/upload-tus",
        "/v1beta1/upload-tus/4711, RESUMABLE, /v1beta1/upload-tus/4711"
    })
    void anArchiveHasItsOwnPathAndADiskTheClients(String path, UploadPath.Kind kind, String forArchive) {
        UploadPath parsed = UploadPath.of(path).orElseThrow();

        assertThat(parsed.kind()).isEqualTo(kind);
        assertThat(parsed.upstream(ContentType.KUBEVIRT)).isEqualTo(path);
        assertThat(parsed.upstream(ContentType.ARCHIVE)).isEqualTo(forArchive);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1beta1/upload-archive",
                "/v1beta1/upload/",
                "/v1beta1/uploads",
                "/v2/upload",
                "/v1alpha1/upload-tus"
            })
    void noOtherPathIsPassedOn(String path) {
        assertThat(UploadPath.of(path)).isEmpty();
    }

    @Test
    void theVersionIsPartOfThePath() {
        assertThat(UploadPath.of("upload")).isEmpty();
    }
}
