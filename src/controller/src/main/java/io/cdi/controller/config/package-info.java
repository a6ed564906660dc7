// SPDX-License-Identifier: Apache-2.0
/// The settings in force: the CDIConfig named `config`.
@NullMarked
package io.cdi.controller.config;

import org.jspecify.annotations.NullMarked;
