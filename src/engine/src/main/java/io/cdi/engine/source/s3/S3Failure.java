// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import io.cdi.engine.TransferException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/// What a service's refusal means to the user.
///
/// @param place the object, for messages
/// @param signed whether the request was signed
record S3Failure(String place, boolean signed) {

    private static final Set<String> PASSING = Set.of(
            "RequestTimeout",
            "RequestTimeoutException",
            "SlowDown",
            "Throttling",
            "ThrottlingException",
            "TooManyRequests",
            "RequestLimitExceeded",
            "BandwidthLimitExceeded",
            "InternalError",
            "OperationAborted",
            "IDPCommunicationError");

    /// What an exception of the SDK means. The engine's own, from the connection below the SDK, go through as
    /// they are.
    TransferException translated(RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TransferException known) {
                return known;
            }
        }
        return switch (failure) {
            case AwsServiceException refusal
            when refusal.awsErrorDetails() != null ->
                refused(
                        textOf(refusal.awsErrorDetails().serviceName()),
                        refusal.statusCode(),
                        textOf(refusal.awsErrorDetails().errorCode()),
                        textOf(refusal.awsErrorDetails().errorMessage()),
                        refusal);
            case SdkServiceException refusal -> refused("S3", refusal.statusCode(), "", "", refusal);
            case AbortedException interruption ->
                new TransferException.Transient("read " + place + ": interrupted", interruption);
            default ->
                new TransferException.Permanent(
                        "read " + place + ": " + oneLine(textOf(failure.getMessage()))
                                + "; check endpoint, names and where the credentials come from",
                        failure);
        };
    }

    private static String textOf(@Nullable String text) {
        return text == null ? "" : text;
    }

    /// @param service `S3`, or the one that gives credentials
    /// @param status the HTTP status
    /// @param code the service's word for the error, may be empty
    /// @param message the service's sentence, may be empty
    TransferException refused(String service, int status, String code, String message, Throwable cause) {
        String answer = "the service answered " + status
                + (code.isEmpty() ? "" : " " + oneLine(code))
                + (message.isEmpty() ? "" : " (" + oneLine(message) + ")");
        if (status == 412) {
            return changed();
        }
        if (status >= 500 || status == 429 || status == 408 || PASSING.contains(code)) {
            return new TransferException.Transient("read " + place + ": " + answer, cause);
        }
        String remedy = service.equalsIgnoreCase("S3") ? remedy(status, code) : credentialRemedy();
        return new TransferException.Permanent("read " + place + ": " + answer + "; " + remedy, cause);
    }

    /// The content is not the one that reading began with.
    TransferException changed() {
        return new TransferException.Permanent(
                "read " + place + ": the object was replaced while it was being read; start the transfer again");
    }

    /// The answer begins at another byte than the one asked for.
    TransferException otherBytes() {
        return new TransferException.Permanent(
                "read " + place + ": the service sent other bytes than were asked for; it cannot be read in parts");
    }

    private String remedy(int status, String code) {
        return switch (code) {
            case "NoSuchKey" -> "check the key, case matters";
            case "NoSuchBucket", "InvalidBucketName" -> "check the bucket's name and the endpoint";
            case "AccessDenied", "AllAccessDisabled", "AccountProblem" -> accessRemedy();
            case "InvalidAccessKeyId" -> "check the access key id and that it belongs to this endpoint";
            case "SignatureDoesNotMatch" -> "check the secret access key, and that no proxy changes the request";
            case "ExpiredToken", "TokenRefreshRequired", "InvalidToken", "InvalidTokenId" ->
                "get a new session token; temporary keys need the token that came with them";
            case "RequestTimeTooSkewed", "RequestExpired" -> "set this machine's clock right";
            case "PermanentRedirect",
                    "TemporaryRedirect",
                    "AuthorizationHeaderMalformed",
                    "IllegalLocationConstraint" -> "name the bucket's region";
            case "InvalidObjectState" -> "the object is in an archive tier, restore it first";
            case "InvalidRange" -> "the object is shorter than it said before; start the transfer again";
            default -> remedy(status);
        };
    }

    private String remedy(int status) {
        return switch (status) {
            case 401, 403 -> accessRemedy();
            case 404 -> "check bucket, key and endpoint";
            case 301, 307, 308 -> "name the bucket's region or its endpoint";
            default -> "check that the endpoint speaks the S3 protocol and what it says about this object";
        };
    }

    private String accessRemedy() {
        return signed
                ? "the credentials need s3:GetObject for this object; also said when there is no such object"
                : "no credentials were found, so the request was not signed; give an access key, or check the name";
    }

    private static String credentialRemedy() {
        return "check the role, its trust policy and the token that is offered";
    }

    static String oneLine(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
        String cut = line.length() > 200 ? line.substring(0, 200) + "…" : line;
        return cut.endsWith(".") ? cut.substring(0, cut.length() - 1) : cut;
    }
}
