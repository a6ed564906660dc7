// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.cdi.engine.TransferException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.exception.SdkClientException;

class S3FailureTest {

    private static final S3Failure SIGNED = new S3Failure("s3://images/disk.img", true);
    private final RuntimeException cause = new IllegalStateException("cause");

    @ParameterizedTest
    @CsvSource(textBlock = """
            500, InternalError
            503, SlowDown
            503, ''
            429, TooManyRequests
            400, RequestTimeout
            400, IDPCommunicationError
            """)
    void anotherTryMayHelp(int status, String code) {
        assertThat(SIGNED.refused("S3", status, code, "", cause)).isInstanceOf(TransferException.Transient.class);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            404, NoSuchKey,                     check the key
            404, NoSuchBucket,                  check the bucket's name
            404, '',                            'check bucket, key and endpoint'
            403, AccessDenied,                  the credentials need s3:GetObject
            403, InvalidAccessKeyId,            check the access key id
            403, SignatureDoesNotMatch,         check the secret access key
            403, RequestTimeTooSkewed,          set this machine's clock right
            400, ExpiredToken,                  get a new session token
            400, AuthorizationHeaderMalformed,  name the bucket's region
            301, PermanentRedirect,             name the bucket's region
            403, InvalidObjectState,            restore it first
            412, PreconditionFailed,            was replaced while it was being read
            400, SomethingNew,                  check that the endpoint speaks the S3 protocol
            """)
    void noOtherTryHelpsAndTheUserLearnsWhatDoes(int status, String code, String remedy) {
        TransferException failure = SIGNED.refused("S3", status, code, "", cause);

        assertThat(failure).isInstanceOf(TransferException.Permanent.class).hasMessageContaining(remedy);
    }

    @Test
    void anUnsignedRequestIsToldToBeOne() {
        assertThat(new S3Failure("s3://images/disk.img", false).refused("S3", 403, "AccessDenied", "", cause))
                .hasMessage("read s3://images/disk.img: the service answered 403 AccessDenied; no credentials were"
                        + " found, so the request was not signed; give an access key, or check the name");
    }

    @Test
    void theServicesSentenceIsPutOnOneLine() {
        assertThat(SIGNED.refused("S3", 404, "NoSuchKey", "The key\r\ndoes not exist.", cause))
                .hasMessage("read s3://images/disk.img: the service answered 404 NoSuchKey (The key does not exist);"
                        + " check the key, case matters");
    }

    @Test
    void aRefusedRoleIsNotTakenForARefusedObject() {
        assertThat(SIGNED.refused("Sts", 403, "AccessDenied", "Not authorized", cause))
                .hasMessageContaining("check the role, its trust policy");
    }

    @Test
    void theConnectionsOwnErrorsGoThroughAsTheyAre() {
        TransferException broken = new TransferException.Transient("the connection broke");

        assertThat(SIGNED.translated(SdkClientException.create("Unable to execute HTTP request", broken)))
                .isSameAs(broken);
    }

    @Test
    void anythingElseFromTheSdkIsPermanent() {
        assertThat(SIGNED.translated(SdkClientException.create("Unable to load credentials.")))
                .isInstanceOf(TransferException.Permanent.class)
                .hasMessage("read s3://images/disk.img: Unable to load credentials; check endpoint, names and where"
                        + " the credentials come from");
    }
}
