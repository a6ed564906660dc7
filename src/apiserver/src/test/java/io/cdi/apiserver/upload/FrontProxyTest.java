// SPDX-License-Identifier: Apache-2.0
package io.cdi.apiserver.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FrontProxyTest {

    private static final FrontProxy PROXY = FrontProxy.of(new ConfigMapBuilder()
            .withData(Map.of(
                    "requestheader-client-ca-file", "PEM",
                    "requestheader-allowed-names", "[\"front-proxy-client\"]",
                    "requestheader-username-headers", "[\"X-Other-User\",\"X-Remote-User\"]",
                    "requestheader-group-headers", "[\"X-Remote-Group\"]",
                    "requestheader-extra-headers-prefix", "[\"X-Remote-Extra-\"]"))
            .build());

    private static UserInfo user(Map<String, List<String>> headers) throws NotAuthenticatedException {
        var known = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        known.putAll(headers);
        return PROXY.user(known.keySet(), name -> known.getOrDefault(name, List.of()));
    }

    @Test
    void namesTheUserHisGroupsAndWhatElseIsKnown() throws NotAuthenticatedException {
        UserInfo jane = user(Map.of(
                "x-remote-user", List.of("jane"),
                "X-Remote-Group", List.of("a", "b"),
                "X-Remote-Extra-Acme.io%2FScope+1", List.of("x", "y"),
                "Accept", List.of("*/*")));

        assertThat(jane.getUsername()).isEqualTo("jane");
        assertThat(jane.getGroups()).containsExactly("a", "b");
        assertThat(jane.getExtra()).isEqualTo(Map.of("acme.io/scope+1", List.of("x", "y")));
    }

    @Test
    void theFirstListedHeaderThatIsThereCounts() throws NotAuthenticatedException {
        assertThat(user(Map.of(
                                "X-Remote-User", List.of("jane"),
                                "X-Other-User", List.of("joe"),
                                "X-Remote-Group", List.of("a")))
                        .getUsername())
                .isEqualTo("joe");
    }

    @Test
    void nobodyWithoutUserOrGroup() {
        assertThatThrownBy(() -> user(Map.of("X-Remote-Group", List.of("a"))))
                .isInstanceOf(NotAuthenticatedException.class);
        assertThatThrownBy(() -> user(Map.of("X-Remote-User", List.of("jane"))))
                .isInstanceOf(NotAuthenticatedException.class);
    }

    @Test
    void onlyListedNamesAreAllowedUnlessNoneIsListed() {
        assertThat(PROXY.isAllowed("front-proxy-client")).isTrue();
        assertThat(PROXY.isAllowed("jane")).isFalse();
        assertThat(FrontProxy.NONE.isAllowed("jane")).isTrue();
    }

    @Test
    void aConfigMapThatIsMissingOrCannotBeReadNamesNobody() {
        assertThat(FrontProxy.of(null)).isEqualTo(FrontProxy.NONE);
        assertThat(FrontProxy.of(new ConfigMapBuilder()
                        .withData(
                                Map.of("requestheader-client-ca-file", "PEM", "requestheader-allowed-names", "no json"))
                        .build()))
                .isEqualTo(FrontProxy.NONE);
    }
}
