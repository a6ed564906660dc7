// SPDX-License-Identifier: Apache-2.0
package io.cdi.engine.source.registry;

import io.cdi.engine.source.Secret;
import io.cdi.engine.source.Source;

/// How we say who we are.
sealed interface RegistryCredentials {

    record Anonymous() implements RegistryCredentials {}

    record Password(Source.Login login) implements RegistryCredentials {}

    /// A refresh token that `docker login` got, to be exchanged for access tokens.
    record IdentityToken(Secret token) implements RegistryCredentials {}
}
