// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.http;

import io.cdi.engine.TransferException;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.EnglishReasonPhraseCatalog;
import org.jspecify.annotations.Nullable;

/// The one place where the HTTP library's exceptions and a server's statuses become words for the user.
final class HttpFailure {

    private static final String TRUST_REMEDY = "; give the authority's certificate with --ca-file (certConfigMap)";

    private HttpFailure() {}

    /// @param action what was tried, with the place: `read https://host/path`
    static TransferException of(Exception failure, String action) {
        if (failure instanceof TransferException known) {
            return known;
        }
        if (failure instanceof ClientProtocolException && failure.getCause() instanceof HttpException cause) {
            return of(cause, action);
        }
        return switch (failure) {
            case UnknownHostException e -> unknownHost(e, action);
            case ConnectTimeoutException e -> later(action, "no connection within the time limit", e);
            case ConnectException e -> later(action, "the connection was refused", e);
            case SocketTimeoutException e -> later(action, "the server sent nothing for too long", e);
            case InterruptedIOException e -> later(action, "interrupted", e);
            case SSLPeerUnverifiedException e ->
                never(action, "the server's certificate is for another host name" + TRUST_REMEDY, e);
            case SSLException e -> tls(e, action);
            case NoHttpResponseException e -> later(action, "the server closed the connection without an answer", e);
            case MessageConstraintException e -> never(action, "the answer's headers are too long or too many", e);
            case ProtocolException e -> never(action, "the server does not speak HTTP as it should", e);
            case HttpException e -> never(action, "the server's answer is not understood", e);
            default -> later(action, "the connection broke", failure);
        };
    }

    private static TransferException unknownHost(UnknownHostException e, String action) {
        String text = e.getMessage() == null ? "" : e.getMessage();
        return text.contains("Temporary failure")
                ? later(action, "the name server does not answer", e)
                : never(action, "the host is unknown; check its name and the DNS", e);
    }

    private static TransferException tls(SSLException e, String action) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException path
                    && path.getReason() == CertPathValidatorException.BasicReason.EXPIRED) {
                return never(action, "the server's certificate has expired", e);
            }
            if (cause instanceof CertificateException) {
                return never(action, certificateReason(cause) + TRUST_REMEDY, e);
            }
            if (cause instanceof EOFException) {
                return later(action, "the connection ended before TLS was agreed on; is it an https port?", e);
            }
        }
        if (e instanceof SSLHandshakeException || String.valueOf(e.getMessage()).contains("SSL message")) {
            return never(action, "no TLS 1.2 or 1.3 session could be agreed on; is it an https port?", e);
        }
        return later(action, "the encrypted connection broke", e);
    }

    private static String certificateReason(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        return text.contains("subject alternative") || text.contains("No name matching")
                ? "the server's certificate is for another host name"
                : "the server's certificate is not trusted";
    }

    static TransferException ofStatus(Exchange exchange, HttpAddress address, int expected) {
        int status = exchange.status();
        String message = address + ": expected status code " + expected + ", got " + status + ". Status: " + status
                + " " + reason(exchange);
        return switch (status) {
            case 408, 425, 429 -> new TransferException.Transient(message, retryAfter(exchange));
            case 401 ->
                new TransferException.Permanent(
                        message + "; a user name and password are needed, or these are wrong (secretRef)");
            case 403 ->
                new TransferException.Permanent(
                        message + "; the login has no right to it, or the link's signature has expired");
            case 407 -> new TransferException.Permanent(message + "; the proxy's URL needs user and password");
            case 501, 505 -> new TransferException.Permanent(message);
            default ->
                status >= 500
                        ? new TransferException.Transient(message, retryAfter(exchange))
                        : new TransferException.Permanent(message);
        };
    }

    /// The server's own words when they are harmless, otherwise the standard's.
    private static String reason(Exchange exchange) {
        String words = exchange.reason();
        if (words.matches("[A-Za-z0-9 ',.()-]{1,80}")) {
            return words;
        }
        String standard = EnglishReasonPhraseCatalog.INSTANCE.getReason(exchange.status(), Locale.ROOT);
        return standard == null ? "" : standard;
    }

    /// `Retry-After` in seconds, or as a date compared with the server's own clock.
    private static Duration retryAfter(Exchange exchange) {
        String text = exchange.header("Retry-After").orElse("").strip();
        if (text.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(text));
        }
        Optional<ZonedDateTime> until = date(text);
        Optional<ZonedDateTime> now = date(exchange.header("Date").orElse(""));
        return until.flatMap(end -> now.map(start -> Duration.between(start, end)))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }

    static Optional<ZonedDateTime> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static TransferException later(String action, String reason, @Nullable Throwable cause) {
        return new TransferException.Transient(action + ": " + reason, cause);
    }

    private static TransferException never(String action, String reason, @Nullable Throwable cause) {
        return new TransferException.Permanent(action + ": " + reason, cause);
    }
}
