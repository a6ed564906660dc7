// SPDX-License-Identifier: Apache-2.0
/// Disk image formats: each reader turns the bytes of an image file, read forward once, into the data of a disk.
@NullMarked
package io.cdi.engine.format;

import org.jspecify.annotations.NullMarked;
