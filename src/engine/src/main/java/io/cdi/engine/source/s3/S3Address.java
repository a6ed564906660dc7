// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.s3;

import io.cdi.engine.source.Source;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Where requests go, and the region that they are signed for.
///
/// @param endpoint the service when it is not AWS itself, without the bucket's name
/// @param pathStyle whether the bucket is the first part of the path instead of the host name
record S3Address(String region, Optional<URI> endpoint, boolean pathStyle) {

    /// The region of the oldest services, and the one that most others accept.
    static final String FALLBACK_REGION = "us-east-1";

    private static final Pattern REGION_IN_HOST = Pattern.compile("[.-]([a-z]{2}(?:-[a-z]+)+-[0-9]+)\\.");
    private static final Set<String> PATH_STYLE_REFUSED =
            Set.of("SecondLevelDomainForbidden", "PathStyleDomainForbidden");

    /// The best guess before the first request: what the user said, what the endpoint's name says, what the
    /// environment says. An endpoint whose host name begins with the bucket's asks for virtual-host style.
    ///
    /// @param configured the region in the configuration files of the AWS command line
    static S3Address of(Source.S3 source, Map<String, String> environment, Optional<String> configured) {
        String region = Stream.of(
                        source.region(),
                        source.endpoint().flatMap(S3Address::regionOf),
                        Optional.ofNullable(environment.get("AWS_REGION")),
                        Optional.ofNullable(environment.get("AWS_DEFAULT_REGION")),
                        configured)
                .flatMap(Optional::stream)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElse(FALLBACK_REGION);
        String prefix = source.bucket() + ".";
        Optional<URI> withoutBucket = source.endpoint()
                .filter(uri -> uri.getAuthority() != null && uri.getAuthority().startsWith(prefix))
                .map(uri ->
                        URI.create(uri.getScheme() + "://" + uri.getAuthority().substring(prefix.length())));
        return withoutBucket.isPresent()
                ? new S3Address(region, withoutBucket, false)
                : new S3Address(region, source.endpoint(), source.endpoint().isPresent());
    }

    /// The address to try next after a refusal, when the refusal tells it.
    ///
    /// @param errorCode the service's word for what is wrong
    /// @param bucketRegion the region that the service named with its refusal
    Optional<S3Address> corrected(String errorCode, Optional<String> bucketRegion) {
        if (pathStyle && PATH_STYLE_REFUSED.contains(errorCode)) {
            return Optional.of(new S3Address(region, endpoint, false));
        }
        return bucketRegion
                .filter(hint -> !hint.isBlank() && !hint.equals(region))
                .map(hint -> new S3Address(hint, endpoint, pathStyle));
    }

    private static Optional<String> regionOf(URI endpoint) {
        Matcher matcher = REGION_IN_HOST.matcher(
                Optional.ofNullable(endpoint.getHost()).orElse("").toLowerCase(Locale.ROOT));
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
}
