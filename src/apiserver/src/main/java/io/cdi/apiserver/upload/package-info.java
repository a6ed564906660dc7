// SPDX-License-Identifier: Apache-2.0
/// The aggregated API `upload.cdi.kubevirt.io`: a user asks for a token, and shows it to the upload proxy.
///
/// A request comes through the cluster's front proxy, which has checked who asks, shows a certificate of its
/// own, and names the user in headers ([io.cdi.apiserver.upload.FrontProxy]). Whether this user may is asked
/// by a review, and the answer is signed with the installation's key ([io.cdi.apiserver.tokens.KeySecret]).
/// Nothing is stored.
@NullMarked
package io.cdi.apiserver.upload;

import org.jspecify.annotations.NullMarked;
