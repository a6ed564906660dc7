// SPDX-License-Identifier: Apache-2.0
/// Certificates of the installation: who signs whom, how long each lasts, and when it is replaced.
///
/// Each [CertificateSet] has a signer (a Secret), a bundle of all signers still valid (a ConfigMap,
/// which peers trust) and perhaps a leaf (a Secret, which a program serves or shows). A new signer is
/// trusted from the moment it exists and an old one until it ends, so a rotation interrupts nothing.
/// [CertificateRotation] decides from what is there and the time; [io.cdi.certificates.Issuer] signs.
@NullMarked
package io.cdi.operator.certificates;

import org.jspecify.annotations.NullMarked;
