// SPDX-License-Identifier: Apache-2.0
/// Objects of S3 and of the many services that speak its protocol, read with the AWS SDK.
///
/// [S3Url] turns what the user typed into a [io.cdi.engine.source.Source.S3], [S3Origin] opens it. One read
/// is one signed `GetObject` with `Range` and `If-Match`: nothing is asked beforehand, since the first answer
/// tells length and version. The SDK signs, resolves endpoints and finds credentials; it does not retry (the
/// ranges package does that for all protocols) and it does not look at the process's environment for anything
/// that [CredentialPlan] can take from the map it is given.
///
/// Two things are learned from a refusal instead of being asked from the user: the bucket's region, and that a
/// service wants the bucket in the host name ([S3Address#corrected]).
///
/// The SDK's classes cost time to load. Nothing outside this package names them, so that only an S3 source pays.
@NullMarked
package io.cdi.engine.source.s3;

import org.jspecify.annotations.NullMarked;
