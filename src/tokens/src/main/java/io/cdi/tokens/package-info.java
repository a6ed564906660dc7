// SPDX-License-Identifier: Apache-2.0
/// Tokens: what cdi-apiserver allowed a user, to be shown to a program that does not know the user.
///
/// A [io.cdi.tokens.TokenIssuer] signs a [io.cdi.tokens.Token] with the private half of the installation's
/// [io.cdi.tokens.SigningKey], a [io.cdi.tokens.TokenReader] checks it with the public half. The form is a
/// JSON Web Token (RFC 7519) with RSASSA-PSS and SHA-256 (`PS256`), as clients and older releases know it;
/// the library jose4j does the cryptography. No other algorithm is read, whatever a token's header says.
@NullMarked
package io.cdi.tokens;

import org.jspecify.annotations.NullMarked;
