// SPDX-License-Identifier: Apache-2.0
/// DataImportCrons. What they are for is not there yet; until it is, each one says so.
@NullMarked
package io.cdi.controller.cron;

import org.jspecify.annotations.NullMarked;
